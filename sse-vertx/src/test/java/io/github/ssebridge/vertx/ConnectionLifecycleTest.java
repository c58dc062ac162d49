package io.github.ssebridge.vertx;

import static io.github.ssebridge.vertx.TestServer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLifecycleTest {

  private static final String GET = "GET /prices HTTP/1.1\nHost: x\n\n";

  private final TestServer server =
      new TestServer(
          LogOptions.defaults().withMaxBytes(256 << 10), SseHandlerOptions.DEFAULT_HEARTBEAT);

  @AfterEach
  void close() {
    server.close();
  }

  private void awaitSubscribers(int expected) {
    await().until(() -> server.hub.subscribers("prices") == expected);
  }

  @Test
  void http1CloseEndsTheSubscriptionOnce() throws IOException {
    List<RawHttp> connections = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      connections.add(new RawHttp(server.port(), 65536, GET));
    }
    awaitSubscribers(50);
    for (int i = 0; i < 50; i++) {
      if (i % 2 == 0) {
        connections.get(i).reset();
      } else {
        connections.get(i).close();
      }
      server.publish("while they leave");
    }
    awaitSubscribers(0);
    try (SseClient last = server.connect("/prices")) {
      awaitSubscribers(1);
      assertThat(last.isOpen()).isTrue();
    }
    awaitSubscribers(0);
  }

  @Test
  void clientThatLeavesBeforeItsTurnIsNeverSubscribed() throws IOException {
    new RawHttp(server.port(), 65536, GET.replace("prices", "late")).reset();
    try (SseClient later = server.connect("/late")) {
      await().until(() -> later.events().size() == 1);
      assertThat(server.hub.subscribers("prices")).isEqualTo(1);
    }
    awaitSubscribers(0);
  }

  @Test
  void responseThatAnotherHandlerEndsCostsNobodyElseEventsOrHeartbeats() {
    try (TestServer quick = new TestServer(LogOptions.defaults(), Duration.ofMillis(50));
        SseClient healthy = quick.connect("/prices");
        SseClient limited = quick.connect("/limited")) {
      await().until(() -> !limited.isOpen());
      quick.publish("after");
      await().until(() -> healthy.data().contains("after"));
      int before = healthy.heartbeats();
      await().until(() -> healthy.heartbeats() > before + 3);
      await().until(() -> quick.hub.subscribers("prices") == 1);
    }
  }

  @Test
  void http2ResetEndsTheSubscriptionOnceAndSparesTheConnection() {
    HttpClient client = http2Client();
    HttpClientRequest first = openStream(client);
    HttpClientRequest second = openStream(client);
    assertThat(first.connection()).isSameAs(second.connection());
    awaitSubscribers(2);
    first.reset(8);
    awaitSubscribers(1);
    server.publish("to the other");
    second.reset(8);
    awaitSubscribers(0);
    openStream(client);
    awaitSubscribers(1);
    join(client.close());
    awaitSubscribers(0);
  }

  @Test
  void http2StreamsHaveNoConnectionHeaders() {
    HttpClient client = http2Client();
    HttpClientRequest request = request(client);
    HttpClientResponse response = join(request.send());
    assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(response.headers().names()).doesNotContain("connection", "transfer-encoding");
    assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
    join(client.close());
  }

  @Test
  void http2ClientCatchesUpThroughItsFlowControl() {
    String id;
    try (SseClient first = server.connect("/prices")) {
      await().until(() -> first.events().size() == 1);
      id = first.lastEventId();
    }
    String payload = "x".repeat(1000);
    IntStream.rangeClosed(1, 200).forEach(i -> server.publish(i + " " + payload));
    HttpClient client = http2Client();
    HttpClientRequest request = request(client);
    request.putHeader("Last-Event-ID", id);
    List<String> read = new CopyOnWriteArrayList<>();
    // Before it is sent, so that nothing comes before there is a handler.
    request.response().onSuccess(it -> it.handler(chunk -> read.add(chunk.toString())));
    join(request.send());
    await().until(() -> delivered(String.join("", read)) == 200);
    join(client.close());
  }

  @Test
  void readerThatStallsDelaysNobodyAndIsToldWhatItMissed() throws IOException {
    try (RawHttp stalled = new RawHttp(server.port(), 4096, GET);
        SseClient other = server.connect("/prices")) {
      awaitSubscribers(2);
      await().until(() -> other.events().size() == 1);
      String payload = "x".repeat(1000);
      for (int i = 1; i <= 5_000; i++) {
        server.publish(i + " " + payload);
        if (i % 50 == 0) {
          String newest = i + " " + payload;
          await().pollInterval(Duration.ofMillis(1)).until(() -> other.data().contains(newest));
        }
      }
      assertThat(other.data()).hasSize(5_000);
      String read = stalled.readUntil("data: 5000 ");
      assertThat(read).contains("event: sse:gap", "\"reason\":\"lapped\"", "\"count\":");
      assertThat(lost(read) + delivered(read)).isEqualTo(5_000);
    }
  }

  private static long lost(String wire) {
    return wire.lines()
        .filter(line -> line.contains("\"reason\":\"lapped\""))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"count\":(\\d+).*", "$1")))
        .sum();
  }

  private static long delivered(String wire) {
    return wire.lines().filter(line -> line.startsWith("data: ") && line.endsWith("xxx")).count();
  }

  private HttpClient http2Client() {
    return server.vertx.createHttpClient(
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false));
  }

  private HttpClientRequest request(HttpClient client) {
    return join(client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/prices"));
  }

  private HttpClientRequest openStream(HttpClient client) {
    HttpClientRequest request = request(client);
    join(request.send());
    return request;
  }
}
