package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.testkit.SseClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuietReaderPositionTest {

  private final TestServer server =
      new TestServer(LogOptions.defaults().withMaxEvents(10), Duration.ofMillis(50));

  @AfterEach
  void close() {
    server.close();
  }

  private static void awaitOpen(SseClient client, int streams) {
    await().until(() -> client.events("sse:open").size() == streams);
  }

  private static void awaitPositionAfter(SseClient client, int events) {
    await().until(() -> client.lastEventId().endsWith("." + events));
  }

  private static void awaitHeartbeats(SseClient client, int more) {
    int before = client.heartbeats();
    await().until(() -> client.heartbeats() >= before + more);
  }

  @Test
  void readerOfOneKeyIsToldWhereItIsOnceWhenOtherEventsHavePassed() {
    try (SseClient client = server.connect("/prices?key=a")) {
      awaitOpen(client, 1);
      awaitHeartbeats(client, 2);
      assertThat(client.events("sse:position")).isEmpty();
      server.publish("prices", "b", "1");
      awaitPositionAfter(client, 1);
      awaitHeartbeats(client, 3);
      assertThat(client.events("sse:position")).hasSize(1);
      assertThat(client.events("sse:position").get(0).data())
          .isEqualTo("{\"stream\":\"prices\",\"position\":\"" + client.lastEventId() + "\"}");
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void itGoesOnFromThereAlthoughTheLogHasGivenUpWhatWasBefore() {
    String opened;
    String told;
    try (SseClient client = server.connect("/prices?key=a")) {
      awaitOpen(client, 1);
      opened = client.lastEventId();
      for (int i = 0; i < 100; i++) {
        server.publish("prices", "b", "other");
      }
      awaitPositionAfter(client, 100);
      told = client.lastEventId();
      assertThat(client.events("sse:gap")).isEmpty();
    }
    server.publish("prices", "a", "mine");
    try (SseClient back = server.connect("/prices?key=a", told);
        SseClient without = server.connect("/prices?key=a", opened)) {
      await().until(() -> back.data().contains("mine") && without.data().contains("mine"));
      assertThat(back.events("sse:open").get(0).data()).contains("\"resumed\":true");
      assertThat(back.events("sse:gap")).isEmpty();
      assertThat(without.events("sse:gap")).hasSize(1);
    }
  }

  @Test
  void positionOfSeveralStreamsIsThatOfAllOfThem() {
    String path = "/streams?stream=prices&stream=chat&key=a";
    String id;
    try (SseClient client = server.connect(path)) {
      awaitOpen(client, 2);
      for (int i = 0; i < 20; i++) {
        server.publish("prices", "b", "other");
        server.publish("chat", "b", "other");
      }
      await()
          .until(() -> client.lastEventId().matches("2,prices=1[.]\\w+[.]20,chat=1[.]\\w+[.]20"));
      awaitHeartbeats(client, 1);
      id = client.lastEventId();
      assertThat(client.violations()).isEmpty();
    }
    server.publish("prices", "a", "p");
    server.publish("chat", "a", "c");
    try (SseClient back = server.connect(path, id)) {
      await().until(() -> back.data().size() == 2);
      assertThat(back.events("sse:open"))
          .allSatisfy(open -> assertThat(open.data()).contains("\"resumed\":true"));
      assertThat(back.events("sse:gap")).isEmpty();
    }
  }
}
