package io.github.ssebridge.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.util.function.IntConsumer;

/** One HTTP server on one event loop; Vert.x spreads connections over all of a node. */
final class HttpServerVerticle extends VerticleBase {

  /** What makes Vert.x choose one free port for all the servers of a node. */
  private static final int ANY_SHARED_PORT = -1;

  private final GatewayConfig config;
  private final StreamRoutes streams;
  private final HealthRoute health;
  private final DemoPage page;
  private final IntConsumer listening;

  HttpServerVerticle(
      GatewayConfig config,
      StreamRoutes streams,
      HealthRoute health,
      DemoPage page,
      IntConsumer listening) {
    this.config = config;
    this.streams = streams;
    this.health = health;
    this.page = page;
    this.listening = listening;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    streams.mount(router);
    health.mount(router);
    page.mount(router);
    int port = config.portOrDefault() == 0 ? ANY_SHARED_PORT : config.portOrDefault();
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(port, config.hostOrDefault())
        .onSuccess(server -> listening.accept(server.actualPort()));
  }
}
