package io.github.ssebridge.gateway;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.vertx.SseConnections;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Nodes that serve one stream over HTTP, for {@link RoamingClients}. For one test. */
final class OrderNodes implements AutoCloseable {

  private static final String STREAM = "orders";

  private final Map<Integer, Node> nodes = new LinkedHashMap<>();
  private final Vertx vertx = Vertx.vertx();

  /** Another node; returns its port. */
  int start(EventFeed feed, LogOptions log) {
    EventHub hub = EventHub.create();
    hub.stream(STREAM, feed, StreamOptions.defaults().withLog(log));
    SseConnections connections = SseConnections.create();
    Router router = Router.router(vertx);
    router
        .get(RoamingClient.PATH)
        .handler(SseHandler.create(hub, STREAM).withConnections(connections));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    nodes.put(server.actualPort(), new Node(hub, connections, server));
    return server.actualPort();
  }

  /** Sends all clients of a node away. */
  CompletableFuture<Void> drain(int port, Duration over) {
    return node(port).connections.drain(over).toCompletionStage().toCompletableFuture();
  }

  /** Shuts the HTTP server of a node down; returns how long that took. */
  long shutDown(int port) {
    long begin = System.nanoTime();
    var unused = node(port).server.shutdown().toCompletionStage().toCompletableFuture().join();
    return System.nanoTime() - begin;
  }

  /** How many gaps clients have been told. */
  long gaps() {
    return nodes.values().stream()
        .mapToLong(node -> node.hub.counters(STREAM).missed().allGaps())
        .sum();
  }

  private Node node(int port) {
    return Objects.requireNonNull(nodes.get(port));
  }

  @Override
  public void close() {
    nodes.values().forEach(node -> node.hub.close());
    var unused = vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private record Node(EventHub hub, SseConnections connections, HttpServer server) {}
}
