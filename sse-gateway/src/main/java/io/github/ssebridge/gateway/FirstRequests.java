package io.github.ssebridge.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Set;

/**
 * Closes connections whose first request does not come in time, by TLS or HTTP/2, where it is
 * Vert.x that reads it. Confined to its event loop.
 */
final class FirstRequests {

  private final Vertx vertx;
  private final long millis;
  private final Set<HttpConnection> awaited = new HashSet<>();

  FirstRequests(Vertx vertx, long millis) {
    this.vertx = vertx;
    this.millis = millis;
  }

  /** A connection was made. */
  void await(HttpConnection connection) {
    awaited.add(connection);
    vertx.setTimer(
        millis,
        late -> {
          if (awaited.remove(connection)) {
            connection.close();
          }
        });
  }

  /** What is to be told of each request before it is handled. */
  Handler<HttpServerRequest> before(Handler<HttpServerRequest> handler) {
    return request -> {
      awaited.remove(request.connection());
      handler.handle(request);
    };
  }
}
