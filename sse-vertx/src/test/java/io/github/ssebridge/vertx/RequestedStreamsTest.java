package io.github.ssebridge.vertx;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestedStreamsTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private static void awaitOpen(SseClient client, int streams) {
    await().until(() -> client.events("sse:open").size() == streams);
  }

  @Test
  void keysAreAskedForInTheQuery() {
    try (SseClient client = server.connect("/prices?key=a%20b&key=%C3%A4")) {
      awaitOpen(client, 1);
      server.publish("prices", "other", "1");
      server.publish("prices", "a b", "2");
      server.publish("prices", "ä", "3");
      await().untilAsserted(() -> assertThat(client.data()).containsExactly("2", "3"));
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void severalStreamsShareAConnectionAndAnId() {
    String id;
    try (SseClient client = server.connect("/streams?stream=prices&stream=chat")) {
      awaitOpen(client, 2);
      server.publish("p1");
      server.hub.publish("chat", ServerSentEvent.of("line", "c1"));
      await().until(() -> client.data().size() == 2);
      assertThat(client.events("prices/message")).hasSize(1);
      assertThat(client.events("chat/line")).hasSize(1);
      assertThat(client.violations()).isEmpty();
      id = client.lastEventId();
    }
    server.publish("p2");
    server.hub.publish("chat", ServerSentEvent.of("line", "c2"));
    try (SseClient client = server.connect("/streams?stream=prices&stream=chat", id)) {
      await().until(() -> client.data().size() == 2);
      assertThat(client.data()).containsExactlyInAnyOrder("p2", "c2");
    }
    await().until(() -> server.hub.subscribers("prices") + server.hub.subscribers("chat") == 0);
  }

  @Test
  void idsOfSeveralStreamsGoThroughAQueryParameterToo() {
    String id;
    try (SseClient client = server.connect("/streams?stream=prices&stream=chat")) {
      awaitOpen(client, 2);
      id = client.lastEventId();
    }
    server.publish("p1");
    String query = "stream=prices&stream=chat&lastEventId=" + id;
    try (SseClient client = server.connect("/streams?" + query)) {
      await().until(() -> client.data().contains("p1"));
    }
  }

  @Test
  void idThatIsNotWellEncodedIsAGapAndNeverAnError() throws IOException {
    String request = "GET /prices?lastEventId=%zz HTTP/1.1\nHost: x\n\n";
    try (RawHttp http = new RawHttp(server.port(), 65536, request)) {
      assertThat(http.readUntil("unusable-id")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void keysHoldForAllStreamsOfAConnection() {
    try (SseClient client = server.connect("/streams?stream=prices&stream=chat&key=ann")) {
      awaitOpen(client, 2);
      server.publish("prices", "bob", "1");
      server.publish("prices", "ann", "2");
      server.publish("chat", "ann", "3");
      await().until(() -> client.data().size() == 2);
      assertThat(client.data()).containsExactlyInAnyOrder("2", "3");
    }
  }

  @Test
  void requestsThatNobodyCanServeSayWhy() throws IOException {
    assertThat(answer("/streams")).contains("400 ", "?stream=a&stream=b");
    assertThat(answer("/streams?stream=prices&stream=other")).contains("404 ", "'other'");
    assertThat(answer("/prices?" + many("key", 65))).contains("400 ", "at most 64 keys");
    assertThat(answer("/streams?" + many("stream", 17))).contains("400 ", "at most 16 streams");
    IntStream.range(0, 5).forEach(i -> server.hub.stream("s".repeat(250) + i));
    assertThat(answer("/streams?" + many("stream=" + "s".repeat(250), 5)))
        .contains("400 ", "1024 characters");
  }

  @Test
  void moreSourcesThanTheIdOfOneConnectionHoldsAreRefused() throws IOException {
    assertThat(answer("/streams?" + many("stream=wide", 10))).contains("400 ", "1024 characters");
    assertThat(server.hub.subscribers("wide0") + server.hub.subscribers("wide9")).isZero();
    try (SseClient alone = server.connect("/streams/wide1")) {
      awaitOpen(alone, 1);
    }
  }

  @Test
  void streamsThatARouteDoesNotServeAreNotFoundThere() throws IOException {
    assertThat(answer("/open/prices")).contains("404 ", "'prices'");
    assertThat(answer("/open?stream=chat&stream=prices")).contains("404 ", "'prices'");
    try (SseClient client = server.connect("/open/chat")) {
      awaitOpen(client, 1);
    }
  }

  private static String many(String parameter, int count) {
    String name = parameter.contains("=") ? parameter : parameter + "=k";
    return IntStream.range(0, count).mapToObj(i -> name + i).collect(joining("&"));
  }

  private String answer(String path) throws IOException {
    return server.answer(path);
  }
}
