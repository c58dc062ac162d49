package io.github.ssebridge.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Many {@link DrainedClient}s of two nodes, on one event loop. */
final class DrainedCrowd implements AutoCloseable {

  final List<DrainedClient> clients = new ArrayList<>();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger ended = new AtomicInteger();
  final AtomicInteger received = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http;
  private final int first;
  private final int second;
  private volatile boolean closed;

  DrainedCrowd(int count, int first, int second) {
    this.first = first;
    this.second = second;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(2 * count));
    vertx
        .getOrCreateContext()
        .runOnContext(
            now -> {
              for (int i = 0; i < count; i++) {
                DrainedClient client = new DrainedClient(this);
                clients.add(client);
                client.connect(first);
              }
            });
  }

  HttpClient http() {
    return http;
  }

  int otherThan(int port) {
    return port == first ? second : first;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    var unused = vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
