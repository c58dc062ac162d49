package io.github.ssebridge.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletableFuture;

/** One HTTP server on one event loop; Vert.x spreads connections over all of a node. */
final class HttpServerVerticle extends VerticleBase {

  /**
   * The port of all servers of a node. They are deployed at once and must share one port also when
   * the configuration leaves it open, so the first to come listens first.
   */
  static final class Bound {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private boolean taken;

    int port() {
      return port.join();
    }

    private synchronized boolean takeFirst() {
      boolean first = !taken;
      taken = true;
      return first;
    }
  }

  private final GatewayConfig config;
  private final StreamRoutes streams;
  private final DemoPage page;
  private final Bound bound;

  HttpServerVerticle(GatewayConfig config, StreamRoutes streams, DemoPage page, Bound bound) {
    this.config = config;
    this.streams = streams;
    this.page = page;
    this.bound = bound;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    streams.mount(router);
    page.mount(router);
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    if (bound.takeFirst()) {
      return server
          .listen(config.portOrDefault(), config.hostOrDefault())
          .onSuccess(listening -> bound.port.complete(listening.actualPort()))
          .onFailure(bound.port::completeExceptionally);
    }
    return Future.fromCompletionStage(bound.port, context)
        .compose(port -> server.listen(port, config.hostOrDefault()));
  }
}
