package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartOfReadingTest {

  private final TestServer server =
      new TestServer(LogOptions.defaults().withMaxEvents(3), SseHandlerOptions.DEFAULT_HEARTBEAT);

  @AfterEach
  void close() {
    server.close();
  }

  /** What a client reads until an event that is published after it has come. */
  private List<String> read(String path, @Nullable String id) {
    try (SseClient client = server.connect(path, id)) {
      await().until(() -> !client.events().isEmpty());
      server.publish("prices", "k", "end");
      await().until(() -> client.data().contains("end"));
      assertThat(client.violations()).isEmpty();
      return client.data().subList(0, client.data().indexOf("end"));
    }
  }

  private static void pass(Duration time) {
    await().pollDelay(time).until(() -> true);
  }

  @Test
  void earliestIsTheOldestEventThatIsKept() {
    List.of("1", "2", "3", "4").forEach(server::publish);
    assertThat(read("/prices?from=earliest", null)).containsExactly("2", "3", "4");
  }

  @Test
  void latestAndTimesToComeBeginWithTheNextEvent() {
    server.publish("1");
    assertThat(read("/prices?from=latest", null)).isEmpty();
    assertThat(read("/prices?from=2126-11-22T10:00:00Z", null)).isEmpty();
  }

  @Test
  void timeIsReadWithAnyOffsetHoweverItIsEncoded() {
    server.publish("old");
    pass(Duration.ofMillis(20));
    Instant between = Instant.now();
    pass(Duration.ofMillis(20));
    server.publish("new");
    String offset = between.atOffset(ZoneOffset.ofHours(1)).toString();
    assertThat(offset).endsWith("+01:00");
    assertThat(read("/prices?from=" + between, null)).containsExactly("new");
    assertThat(read("/prices?from=" + offset, null)).startsWith("new");
    assertThat(read("/prices?from=" + offset.replace("+", "%2B"), null)).startsWith("new");
  }

  @Test
  void durationGoesBackByTheAgesOfTheEvents() {
    server.publish("old");
    pass(Duration.ofSeconds(4));
    server.publish("new");
    assertThat(read("/prices?from=-3s", null)).containsExactly("new");
    assertThat(read("/prices?from=-PT1M", null)).startsWith("old", "new");
  }

  @Test
  void lastEventIdWinsSinceBrowsersComeBackWithTheSameUrl() {
    server.publish("1");
    String id;
    try (SseClient client = server.connect("/prices?from=earliest")) {
      await().until(() -> client.data().contains("1"));
      id = client.lastEventId();
    }
    server.publish("2");
    assertThat(read("/prices?from=earliest", id)).containsExactly("2");
    assertThat(read("/prices?from=earliest&lastEventId=" + id, null)).startsWith("2");
  }

  @Test
  void holdsForAllStreamsOfAConnectionAndForSingleKeys() {
    server.publish("prices", "a", "p");
    server.publish("prices", "b", "other");
    server.publish("chat", "a", "c");
    String path = "/streams?stream=prices&stream=chat&key=a&from=earliest";
    try (SseClient client = server.connect(path)) {
      await().until(() -> client.data().size() == 2);
      assertThat(client.data()).containsExactlyInAnyOrder("p", "c");
    }
  }

  @Test
  void anythingElseIsRefusedWithWhatIsPossible() throws IOException {
    assertThat(server.answer("/prices?from=-99999999999d")).contains("400 ", "since 1970", "-5m");
    assertThat(server.answer("/prices?from=%zz")).contains("400 ", "earliest");
    assertThat(server.answer("/prices?from=")).contains("400 ", "earliest");
    assertThat(server.answer("/prices?from=latest&from=earliest")).contains("400 ", "several");
  }
}
