package io.github.ssebridge.gateway;

import io.github.ssebridge.vertx.Health;
import io.github.ssebridge.vertx.SseHandler;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One HTTP server on one event loop; Vert.x spreads connections over all of a node. */
final class HttpServerVerticle extends VerticleBase {

  /** 15 s for a socket to send its first request. */
  static final Duration FIRST_REQUEST = Duration.ofSeconds(15);

  /** What makes Vert.x choose one free port for all the servers of a node. */
  private static final int ANY_SHARED_PORT = -1;

  // As much as the cookies of a site may take, and a token in the query.
  private static final int MAX_HEADER_BYTES = 32 << 10;
  private static final int MAX_REQUEST_LINE_BYTES = 16 << 10;

  // Longer than anything that keeps a stream alive or ends it.
  private static final Duration IDLE_SLACK = Duration.ofSeconds(30);

  /**
   * What the servers of a node share.
   *
   * @param firstRequest how long a connection may take to send its first request
   * @param listening is told the port of each server
   */
  record Parts(
      GatewayConfig config,
      StreamRoutes streams,
      HealthRoute health,
      Health probes,
      DemoPage page,
      Duration firstRequest,
      IntConsumer listening) {}

  private final Parts parts;

  HttpServerVerticle(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Future<?> start() {
    GatewayConfig config = parts.config();
    FirstRequests requests = new FirstRequests(vertx, parts.firstRequest().toMillis());
    int port = config.portOrDefault() == 0 ? ANY_SHARED_PORT : config.portOrDefault();
    return vertx
        .createHttpServer(options(config))
        .connectionHandler(requests::await)
        .requestHandler(requests.before(router(config)))
        .invalidRequestHandler(
            requests.before(SseHandler.invalidRequestHandler(parts.streams().paths())))
        .listen(port, config.hostOrDefault())
        .onSuccess(server -> parts.listening().accept(server.actualPort()));
  }

  private Router router(GatewayConfig config) {
    Router router = Router.router(vertx);
    if (config.trustForwarded()) {
      router.allowForward(AllowForwardHeaders.ALL);
    }
    new RequestFailures().mount(router);
    mountProbe(router, "/health/live", parts.probes().liveHandler());
    mountProbe(router, "/health/ready", parts.probes().readyHandler());
    parts.health().mount(router);
    parts.streams().mount(router);
    parts.page().mount(router);
    return router;
  }

  private static void mountProbe(Router router, String path, Handler<RoutingContext> probe) {
    router.get(path).handler(probe);
    router.head(path).handler(probe);
  }

  private static HttpServerOptions options(GatewayConfig config) {
    SseHandlerOptions connections = config.connectionsOrDefault().options();
    Duration idle = connections.heartbeat().plus(connections.stallTimeout()).plus(IDLE_SLACK);
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setIdleTimeout(Math.toIntExact(idle.toSeconds()))
            .setCompressionSupported(connections.compression());
    options.getInitialSettings().setMaxHeaderListSize(MAX_HEADER_BYTES);
    if (config.tls() != null) {
      config.tls().applyTo(options);
    }
    return options;
  }
}
