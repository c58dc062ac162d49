package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Many {@link RoamingClient}s on one event loop, and what they have to complain of. */
final class RoamingClients implements AutoCloseable {

  private static final int MOST_FAULTS = 20;

  final Vertx vertx = Vertx.vertx();
  final HttpClient http;
  final List<Integer> ports;
  final AtomicInteger opened = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final List<RoamingClient> clients = new ArrayList<>();
  private final Context context = vertx.getOrCreateContext();
  private final long seed;
  private volatile boolean closed;

  RoamingClients(int count, int partitions, long seed, List<Integer> ports) {
    this.seed = seed;
    this.ports = ports;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(2 * count));
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      clients.add(new RoamingClient(this, random.nextLong(), partitions));
    }
    context.runOnContext(now -> clients.forEach(RoamingClient::connect));
  }

  /** All are connected, and have been told where they are. */
  void awaitOpened() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(opened.get()).isGreaterThanOrEqualTo(clients.size()));
  }

  /** They stop roaming; each has got all records then. */
  void awaitAll(long records) {
    context.runOnContext(now -> clients.forEach(RoamingClient::settle));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> !faults.isEmpty() || clients.stream().allMatch(c -> c.received.get() >= records));
    assertThat(faults).as("seed %s", seed).isEmpty();
    assertThat(clients)
        .as("seed %s", seed)
        .allSatisfy(c -> assertThat(c.received.get()).isEqualTo(records));
  }

  void fault(String what) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(what);
    }
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
