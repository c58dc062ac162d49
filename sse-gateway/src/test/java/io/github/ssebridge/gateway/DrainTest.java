package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisStreamFeed;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.SseClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node with 5,000 connections is drained over five seconds, and another one takes them. */
@Tag("long")
class DrainTest {

  private static final int CLIENTS = 5_000;
  private static final Duration OVER = Duration.ofSeconds(5);
  private static final int BUCKETS = 5;

  private final ScheduledThreadPoolExecutor publisher = new ScheduledThreadPoolExecutor(1);
  private final AtomicInteger published = new AtomicInteger();

  @Test
  void everybodyIsToldInItsTurnAndGoesOnElsewhereWithNothingLost() {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisLink link = RedisLink.create("redis://127.0.0.1:" + redis.port());
        OrderNodes nodes = new OrderNodes()) {
      int leaving = nodes.start(RedisStreamFeed.create(link, "orders"), LogOptions.defaults());
      int staying = nodes.start(RedisStreamFeed.create(link, "orders"), LogOptions.defaults());
      try (DrainedCrowd crowd = new DrainedCrowd(CLIENTS, leaving, staying)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> crowd.opened.get() == CLIENTS);
        publishTo(redis.port());
        await().until(() -> crowd.received.get() >= 2 * CLIENTS);
        long beganNanos = System.nanoTime();
        CompletableFuture<Void> drained = nodes.drain(leaving, OVER);
        assertThat(isTurnedAway(leaving)).isTrue();
        drained.orTimeout(10, TimeUnit.SECONDS).join();
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        long stopNanos = nodes.shutDown(leaving);
        await().until(() -> crowd.opened.get() == 2 * CLIENTS);
        await().until(() -> published.get() >= 15);
        publisher.shutdownNow();
        int last = published.get();
        await().until(() -> crowd.received.get() == CLIENTS * last);
        checkAll(crowd.clients, last);
        int[] histogram = histogram(crowd.clients, beganNanos);
        System.out.printf(
            "drained in %d ms, goaway in each second: %s, shut down in %d ms%n",
            took.toMillis(), Arrays.toString(histogram), stopNanos / 1_000_000);
        assertThat(took).isBetween(OVER, OVER.plusSeconds(2));
        assertThat(Arrays.stream(histogram).boxed())
            .allSatisfy(count -> assertThat(count).isBetween(CLIENTS / 25, 2 * CLIENTS / 5));
        assertThat(nodes.gaps()).isZero();
        assertThat(stopNanos).isLessThan(TimeUnit.SECONDS.toNanos(1));
      }
    }
  }

  private void publishTo(int port) {
    RedisConsole console = new RedisConsole(port);
    var unused =
        publisher.scheduleAtFixedRate(
            () -> {
              String id =
                  console.text("XADD", "orders", "*", "data", String.valueOf(published.get()));
              if (!id.isEmpty()) {
                published.incrementAndGet();
              }
            },
            0,
            500,
            TimeUnit.MILLISECONDS);
  }

  private static boolean isTurnedAway(int port) {
    try (SseClient late = SseClient.connect("http://127.0.0.1:" + port + RoamingClient.PATH)) {
      await().until(() -> !late.isOpen());
      return late.events().get(0).data().equals("{\"reason\":\"draining\"}");
    }
  }

  private static void checkAll(List<DrainedClient> clients, int last) {
    List<Integer> all = IntStream.range(0, last).boxed().toList();
    assertThat(clients)
        .allSatisfy(
            client -> {
              assertThat(client.faults).isEmpty();
              assertThat(client.connections).isEqualTo(2);
              assertThat(client.numbers).isEqualTo(all);
              assertThat(Objects.requireNonNull(client.goAway).retry())
                  .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
            });
  }

  /** How many were told to go in each part of the time. */
  private static int[] histogram(List<DrainedClient> clients, long beganNanos) {
    int[] histogram = new int[BUCKETS];
    for (DrainedClient client : clients) {
      long bucket = (client.goneAtNanos - beganNanos) * BUCKETS / OVER.toNanos();
      histogram[(int) Math.min(bucket, BUCKETS - 1)]++;
    }
    return histogram;
  }
}
