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
import java.util.function.Supplier;

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

  RoamingClients(int count, Supplier<? extends Ledger> ledgers, long seed, List<Integer> ports) {
    this.seed = seed;
    this.ports = ports;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(2 * count));
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      clients.add(new RoamingClient(this, random.nextLong(), ledgers.get()));
    }
    context.runOnContext(now -> clients.forEach(RoamingClient::connect));
  }

  /** All are connected, and have been told where they are. */
  void awaitOpened() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(opened.get()).isGreaterThanOrEqualTo(clients.size()));
  }

  /** They stop roaming; each gets so far then. */
  void awaitAll(long end) {
    context.runOnContext(now -> clients.forEach(RoamingClient::settle));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !faults.isEmpty() || clients.stream().allMatch(c -> c.reached.get() >= end));
    assertThat(faults).as("seed %s", seed).isEmpty();
    assertThat(clients)
        .as("seed %s", seed)
        .allSatisfy(c -> assertThat(c.reached.get()).isEqualTo(end));
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
