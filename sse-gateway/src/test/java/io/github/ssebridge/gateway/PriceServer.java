package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;

/** The README's server. */
final class PriceServer extends VerticleBase {

  private final EventHub hub = EventHub.create().stream("prices");

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.get("/prices").handler(SseHandler.create(hub, "prices"));
    vertx.setPeriodic(1000, tick -> hub.publish("prices", ServerSentEvent.of("tick", "42.17")));
    int port = config().getInteger("port", 8080);
    return vertx.createHttpServer().requestHandler(router).listen(port);
  }
}
