package io.github.ssebridge.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.EmbeddedRedisCluster;
import io.github.ssebridge.testkit.EmbeddedSentinel;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.LogLines;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link may be closed at any moment of its first connections: a node may end as it begins. */
@Tag("long")
class ClosingWhileConnectingTest {

  private static final int TIMES = 60;

  private final LogLines ofChannels = new LogLines(Channel.class);
  private final LogLines ofPromises = new LogLines(Promise.class);
  private final LogLines ofLinks = new LogLines(RedisLink.class);

  @AfterEach
  void close() {
    ofChannels.close();
    ofPromises.close();
    ofLinks.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1:%d",
        "redis-cluster://127.0.0.1:%d",
        "redis-sentinel://127.0.0.1:%d#a"
      })
  void leavesNoStackTraceWhileNoRedisIsThere(String uri) {
    closeEarly(uri.formatted(FreePort.find()), Duration.ofMillis(3));
  }

  @Test
  void leavesNoStackTraceWhileItConnectsToAServer() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      closeEarly(redis.uri(), Duration.ofMillis(5));
    }
  }

  @Test
  void leavesNoStackTraceWhileItConnectsToWhatASentinelNames() {
    try (EmbeddedSentinel redis = EmbeddedSentinel.start()) {
      closeEarly(redis.uri(), Duration.ofMillis(10));
    }
  }

  @Test
  void leavesNoStackTraceWhileItConnectsToACluster() {
    try (EmbeddedRedisCluster redis = EmbeddedRedisCluster.start()) {
      closeEarly(redis.uri(), Duration.ofMillis(20));
    }
  }

  @Test
  void closesWithinTwoSecondsAlthoughNobodyAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String uri = "redis://127.0.0.1:" + silent.getLocalPort();
      assertTimeout(Duration.ofSeconds(2), () -> closeAfter(uri, MILLISECONDS.toNanos(200)));
    }
    assertNoStackTrace();
  }

  @Test
  void waitsForWhoStillReads() throws InterruptedException {
    LinkClients clients = clients();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runnable task =
        () -> {
          reading.countDown();
          await().until(() -> stopped.getCount() == 0);
        };
    var unused = CompletableFuture.runAsync(() -> clients.use(task));
    reading.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(clients::close);
    await().during(Duration.ofMillis(200)).until(() -> !closing.isDone());
    stopped.countDown();
    assertThat(closing).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void beginsNoConnectionOnceItIsClosed() {
    LinkClients clients = clients();
    clients.close();
    assertThat(clients.connectShared())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("the link is closed");
  }

  private static LinkClients clients() {
    String uri = "redis://127.0.0.1:" + FreePort.find();
    return new LinkClients(LinkUri.parse(uri, LinkOptions.TIMEOUT));
  }

  /** Closes links at many moments of their first so and so long. */
  private void closeEarly(String uri, Duration first) {
    for (int time = 0; time < TIMES; time++) {
      closeAfter(uri, time * first.toNanos() / TIMES);
    }
    assertNoStackTrace();
  }

  private void assertNoStackTrace() {
    assertThat(ofChannels.with("")).isEmpty();
    assertThat(ofPromises.with("")).isEmpty();
    assertThat(ofLinks.with("stack trace")).isEmpty();
  }

  private static void closeAfter(String uri, long nanos) {
    long begin = System.nanoTime();
    try (RedisLink link = RedisLink.create(uri);
        EventHub hub = EventHub.create()) {
      hub.stream("channel", RedisPubSubFeed.create(link, "prices"));
      hub.stream("stream", RedisStreamFeed.create(link, "prices"));
      try (FeedReader channel = FeedReader.of(hub, "channel");
          FeedReader stream = FeedReader.of(hub, "stream")) {
        while (System.nanoTime() - begin < nanos) {
          Thread.onSpinWait();
        }
        assertThat(channel.data()).isEmpty();
        assertThat(stream.data()).isEmpty();
      }
    }
  }
}
