package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StalledReaderTest {

  private static final String GET = "GET /prices HTTP/1.1\nHost: x\n\n";
  private static final int LOG_BYTES = 1 << 20;

  private final TestServer server =
      new TestServer(
          LogOptions.defaults().withMaxBytes(LOG_BYTES),
          SseHandlerOptions.defaults().withStallTimeout(Duration.ofMillis(500)));

  @AfterEach
  void close() {
    server.close();
  }

  private void awaitSubscribers(int expected) {
    await().until(() -> server.hub.subscribers("prices") == expected);
  }

  private void publishMebibytes(int mebibytes) {
    String kibibyte = "x".repeat(1000);
    for (int i = 0; i < mebibytes * 1000; i++) {
      server.publish(kibibyte);
    }
  }

  @Test
  void readerThatTakesNothingIsResetAfterTheTimeout() throws IOException {
    try (RawHttp stalled = new RawHttp(server.port(), 4096, GET);
        SseClient healthy = server.connect("/prices")) {
      awaitSubscribers(2);
      stalled.readUntil("sse:open");
      for (int i = 0; i < 20; i++) {
        publishMebibytes(1);
        server.publish("mark " + i);
        String mark = "mark " + i;
        await().until(() -> healthy.data().contains(mark));
      }
      awaitSubscribers(1);
      assertThat(healthy.isOpen()).isTrue();
    }
  }

  @Test
  void quietReaderIsNotTakenForStalled() {
    try (SseClient quiet = server.connect("/prices")) {
      awaitSubscribers(1);
      await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(quiet::isOpen);
    }
  }

  @Test
  void memoryGoesBackToTheLogWhenSocketsHaveIt() {
    try (SseClient client = server.connect("/prices")) {
      awaitSubscribers(1);
      deliver(client, 4);
      long before = directBytes();
      deliver(client, 60);
      assertThat(directBytes() - before).isLessThan(2 * LOG_BYTES);
    }
  }

  private void deliver(SseClient client, int mebibytes) {
    for (int i = 0; i < mebibytes; i++) {
      int from = client.events().size();
      server.publish("begin");
      await().pollInterval(Duration.ofMillis(1)).until(() -> client.events().size() > from);
      publishMebibytes(1);
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
