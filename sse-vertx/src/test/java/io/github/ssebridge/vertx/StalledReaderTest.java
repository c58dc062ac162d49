package io.github.ssebridge.vertx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
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
  void memoryGoesBackToTheLogWhenTheSocketHasIt() {
    try (SseClient client = server.connect("/prices")) {
      awaitSubscribers(1);
      publishMebibytes(2);
      LogSlice slice = sliceOf("marked", client);
      String marked = UTF_8.decode(slice.bytes().duplicate()).toString();
      slice.release();
      // What was released may only be looked at to see that it has been used again.
      await()
          .until(
              () -> {
                publishMebibytes(1);
                return !UTF_8.decode(slice.bytes().duplicate()).toString().equals(marked);
              });
    }
  }

  /** Reads along with a client, and returns when it has got an event. */
  private LogSlice sliceOf(String event, SseClient client) {
    Subscription along =
        server.hub.subscribe("prices", null, ReaderLoop.on(never -> {}), new Nobody());
    LogSlice open = along.poll(1);
    assertThat(open).isNotNull();
    server.publish(event);
    await().until(() -> client.data().contains(event));
    LogSlice slice = requireNonNull(along.poll(1));
    along.close();
    return slice;
  }

  private static final class Nobody implements Subscriber {
    @Override
    public boolean wake() {
      return false;
    }

    @Override
    public void end() {}
  }
}
