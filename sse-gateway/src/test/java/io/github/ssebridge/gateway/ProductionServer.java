package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.vertx.ConnectionLimits;
import io.github.ssebridge.vertx.CrossOrigin;
import io.github.ssebridge.vertx.QueryToken;
import io.github.ssebridge.vertx.SseConnections;
import io.github.ssebridge.vertx.SseHandler;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What the page on production shows. */
abstract class ProductionServer extends VerticleBase {

  private final EventHub hub = EventHub.create().stream("orders");
  private @org.jspecify.annotations.Nullable HttpServer server;

  private final SseConnections connections =
      SseConnections.create(ConnectionLimits.defaults().withTotal(20_000).withPerPrincipal(20));

  abstract AuthenticationHandler login();

  abstract ReadStream<ServerSentEvent> answers(String question);

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    SseHandler orders =
        SseHandler.create(hub, "orders")
            .withConnections(connections)
            .withAccess(access -> access.principal() != null && !access.replays());
    router
        .route("/orders")
        .handler(CrossOrigin.allow("https://app.example.com"))
        .handler(login())
        .handler(orders);
    HttpServerOptions options = new HttpServerOptions().setMaxHeaderSize(32 << 10);
    return vertx
        .createHttpServer(options)
        .requestHandler(router)
        .invalidRequestHandler(SseHandler.invalidRequestHandler("/orders"))
        .listen(8080)
        .onSuccess(listening -> server = listening);
  }

  void byQuery(Router router, SseHandler orders) {
    router.route("/orders").handler(QueryToken.create()).handler(login()).handler(orders);
  }

  CompletionStage<Integer> revoke(String name) {
    return hub.disconnect(client -> client.is(name));
  }

  SseHandler aged(SseHandler orders) {
    SseHandlerOptions options =
        SseHandlerOptions.defaults()
            .withMaxAge(Duration.ofHours(1), SseHandlerOptions.NEVER)
            .withReauthAhead(Duration.ofMinutes(1));
    return orders.withOptions(options);
  }

  Future<Void> leave(HttpServer listening) {
    return connections
        .drain(Duration.ofSeconds(10))
        .compose(drained -> listening.shutdown())
        .onSuccess(down -> hub.close());
  }

  void byHand(Router router) {
    router
        .get("/answers")
        .handler(login())
        .handler(
            SseHandler.create(
                    connection -> {
                      String question = connection.routingContext().request().getParam("q");
                      answers(question).pipeTo(connection);
                    })
                .withConnections(connections));
  }
}
