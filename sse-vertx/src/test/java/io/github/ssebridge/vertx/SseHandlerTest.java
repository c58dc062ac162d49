package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseHandlerTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void headIsFlushedAtOnceHoweverQuietTheStream() {
    try (SseClient client = server.connect("/streams/silent")) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.headers().firstValue("content-type")).contains("text/event-stream");
      assertThat(client.headers().firstValue("cache-control")).contains("no-cache, no-transform");
      assertThat(client.headers().firstValue("x-accel-buffering")).contains("no");
      assertThat(client.events()).isEmpty();
    }
  }

  @Test
  void deliversInOrderAndKeepsTheWireContract() {
    try (SseClient client = server.connect("/prices")) {
      List<String> sent = IntStream.range(0, 5000).mapToObj(Integer::toString).toList();
      await().until(() -> client.events().size() == 1);
      sent.forEach(server::publish);
      await().untilAsserted(() -> assertThat(client.data()).isEqualTo(sent));
      assertThat(client.events().get(0).type()).isEqualTo("sse:open");
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void resumesByHeaderOrQueryParameterAndTheHeaderWins() {
    String open = firstId("/prices");
    server.publish("a");
    String afterA = firstId("/prices");
    server.publish("b");
    assertThat(resumed("/prices", open)).containsExactly("a", "b");
    assertThat(resumed("/prices?lastEventId=" + open, null)).containsExactly("a", "b");
    assertThat(resumed("/prices?lastEventId=" + open, afterA)).containsExactly("b");
  }

  @Test
  void unusableIdIsAGapAndNeverAnError() {
    try (SseClient client = server.connect("/prices", "'; DROP TABLE events --")) {
      await().until(() -> client.events().size() == 2);
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.events("sse:gap").get(0).data()).contains("unusable-id");
    }
  }

  @Test
  void quietConnectionsGetHeartbeatsThatNoClientTakesForAnEvent() {
    try (TestServer quick = new TestServer(LogOptions.defaults(), Duration.ofMillis(20));
        SseClient client = quick.connect("/prices")) {
      await().until(() -> client.heartbeats() >= 3);
      quick.publish("a");
      await().until(() -> client.data().contains("a") && client.heartbeats() >= 6);
      assertThat(client.violations()).isEmpty();
      assertThat(client.events()).hasSize(2);
    }
  }

  @Test
  void heartbeatsGoOnAfterAllConnectionsHaveLeftAtOnce() throws IOException {
    try (TestServer quick = new TestServer(LogOptions.defaults(), Duration.ofMillis(20))) {
      for (int round = 0; round < 3; round++) {
        List<RawHttp> crowd = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
          crowd.add(new RawHttp(quick.port(), 65536, "GET /prices HTTP/1.1\nHost: x\n\n"));
        }
        await().until(() -> quick.hub.subscribers("prices") == 150);
        for (RawHttp connection : crowd) {
          connection.reset();
        }
        await().until(() -> quick.hub.subscribers("prices") == 0);
        try (SseClient client = quick.connect("/prices")) {
          await().until(() -> client.heartbeats() >= 3);
        }
        await().until(() -> quick.hub.subscribers("prices") == 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "x\n\nevent: evil\ndata: evil", "\0", "\nid: evil"})
  void whatIsPublishedCannotAddFieldsOrEvents(String data) {
    try (SseClient client = server.connect("/prices")) {
      await().until(() -> client.events().size() == 1);
      server.publish(data);
      server.publish("next");
      String read = data.replace("\r\n", "\n").replace('\r', '\n');
      await().untilAsserted(() -> assertThat(client.data()).containsExactly(read, "next"));
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void unknownStreamIsNotFound() {
    assertThat(server.connect("/streams/other").status()).isEqualTo(404);
  }

  @Test
  void headRequestOpensNothing() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(URI.create(server.uri("/prices")))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<Void> answer =
        HttpClient.newHttpClient().send(head, HttpResponse.BodyHandlers.discarding());
    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(server.hub.subscribers("prices")).isZero();
  }

  @Test
  void http10StreamIsDelimitedByTheEndOfTheConnection() throws IOException {
    String request = "GET /prices HTTP/1.0\nHost: x\nConnection: keep-alive\n\n";
    try (RawHttp http = new RawHttp(server.port(), 65536, request)) {
      String head = http.readUntil("sse:open");
      assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain("chunked");
      server.publish("last");
      server.hub.close();
      assertThat(http.readToEnd()).endsWith("data: last\n\n");
    }
  }

  @Test
  void closingTheHubEndsTheStreams() {
    try (SseClient client = server.connect("/prices")) {
      await().until(() -> client.events().size() == 1);
      server.hub.close();
      await().until(() -> !client.isOpen());
    }
  }

  private String firstId(String path) {
    try (SseClient client = server.connect(path)) {
      await().until(() -> !client.events().isEmpty());
      return client.lastEventId();
    }
  }

  private List<String> resumed(String path, @Nullable String id) {
    try (SseClient client = server.connect(path, id)) {
      await().until(() -> client.data().contains("b"));
      ServerSentEvent open = client.events().get(0);
      assertThat(open.data()).contains("\"resumed\":true");
      return client.data();
    }
  }
}
