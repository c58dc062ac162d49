package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.TestReader.ManualThread;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedWriterTest {

  private final EventHub hub = EventHub.create();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void readersAreWokenOnceForWhatComesAtOnce() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    ManualThread thread = new ManualThread();
    TestReader reader = new TestReader(hub, "topic", null, thread);
    LogWriter writer = feed.writers.get(0);
    writer.opened();
    thread.runAll();
    int before = reader.wakes;
    writer.hold();
    writer.append(ServerSentEvent.of("a"));
    writer.append(ServerSentEvent.of("b"));
    thread.runAll();
    assertThat(reader.wakes).isEqualTo(before);
    writer.wake();
    thread.runAll();
    assertThat(reader.wakes).isEqualTo(before + 1);
    assertThat(reader.decoding.events).hasSize(3);
    writer.append(ServerSentEvent.of("c"));
    thread.runAll();
    assertThat(reader.wakes).isEqualTo(before + 2);
  }

  @Test
  void gapWhoseTimesAreNotKnownHasNone() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    TestReader reader = TestReader.of(hub, "topic");
    feed.writers.get(0).opened();
    feed.writers.get(0).gap(GapReason.DISCONNECTED, null, Instant.EPOCH);
    feed.writers.get(0).gap(GapReason.SOURCE_RESET);
    assertThat(reader.events().get(1).data()).endsWith("\"until\":\"1970-01-01T00:00:00Z\"}");
    assertThat(reader.events().get(1).data()).doesNotContain("since");
    assertThat(reader.events().get(2).data())
        .isEqualTo("{\"stream\":\"topic\",\"reason\":\"source-reset\"}");
  }
}
