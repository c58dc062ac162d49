package io.github.ssebridge.gateway;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;

/** Nodes that serve one stream over HTTP, for {@link RoamingClients}. For one test. */
final class OrderNodes implements AutoCloseable {

  private static final String STREAM = "orders";

  private final List<EventHub> hubs = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();

  /** Another node; returns its port. */
  int start(EventFeed feed, LogOptions log) {
    EventHub hub = EventHub.create();
    hubs.add(hub);
    hub.stream(STREAM, feed, StreamOptions.defaults().withLog(log));
    Router router = Router.router(vertx);
    router.get(RoamingClient.PATH).handler(SseHandler.create(hub, STREAM));
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  /** How many gaps clients have been told. */
  long gaps() {
    return hubs.stream().mapToLong(hub -> hub.counters(STREAM).gaps()).sum();
  }

  @Override
  public void close() {
    hubs.forEach(EventHub::close);
    var unused = vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
