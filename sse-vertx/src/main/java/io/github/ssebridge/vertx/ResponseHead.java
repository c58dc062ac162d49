package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** The head that every stream of events begins with. */
final class ResponseHead {

  private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence NO_CACHE =
      HttpHeaders.createOptimized("no-cache, no-transform");
  private static final CharSequence X_ACCEL_BUFFERING =
      HttpHeaders.createOptimized("X-Accel-Buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");

  private ResponseHead() {}

  /** Writes it at once, however quiet the stream: proxies give up on a response without a head. */
  static void write(RoutingContext context, boolean compression) {
    prepare(context, compression);
    if (!context.request().method().equals(HttpMethod.HEAD)) {
      context.response().writeHead();
    }
  }

  private static void prepare(RoutingContext context, boolean compression) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(X_ACCEL_BUFFERING, NO);
    if (!compression && request.headers().contains(HttpHeaders.ACCEPT_ENCODING)) {
      // What tells a server that compresses not to.
      response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
    }
    if (request.version() == HttpVersion.HTTP_1_0) {
      // Without chunks only the end of the connection can end the stream. Vert.x puts chunks and
      // keep-alive in, so this takes them out again at the last moment.
      context.addHeadersEndHandler(
          ready -> {
            response.headers().remove(HttpHeaders.TRANSFER_ENCODING);
            response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          });
    }
  }
}
