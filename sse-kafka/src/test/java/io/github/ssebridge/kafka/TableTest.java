package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SnapshotOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A compacted topic as a table. */
class TableTest {

  private static final StreamOptions TABLE =
      StreamOptions.defaults().withSnapshot(SnapshotOptions.defaults());

  private static EmbeddedKafka kafka;

  private final List<EventHub> hubs = new ArrayList<>();
  private final List<FeedReader> readers = new ArrayList<>();
  private TestTopic topic;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void create() {
    topic = TestTopic.create(kafka, TopicSettings.compacted(2));
  }

  @AfterEach
  void close() {
    readers.forEach(FeedReader::close);
    hubs.forEach(EventHub::close);
    topic.close();
  }

  @Test
  void sendsTheNewestValueOfEachKeyThenGoesLive() {
    topic.produceKeyed(0, "a", "a1");
    topic.produceKeyed(0, "b", "b1");
    topic.produceKeyed(1, "c", "c1");
    topic.produceKeyed(0, "a", "a2");
    topic.produceTombstone("b");
    FeedReader reader = reader(node());
    awaitData(reader, "c1", "a2");
    topic.produceKeyed(1, "c", "c2");
    awaitData(reader, "c1", "a2", "c2");
    assertThat(types(reader))
        .containsExactly(
            "sse:open", "sse:snapshot", "message", "message", "sse:snapshot", "message");
  }

  @Test
  void goesOnAtAnotherNodeWithoutAnotherSnapshot() {
    topic.produceKeyed(0, "a", "a1");
    FeedReader first = reader(node());
    awaitData(first, "a1");
    await().until(() -> types(first).size() == 4);
    first.close();
    topic.produceTombstone("a");
    topic.produceKeyed(1, "b", "b1");
    FeedReader again = resuming(node(), first.lastEventId());
    await().untilAsserted(() -> assertThat(again.data()).containsExactlyInAnyOrder("a", "b1"));
    assertThat(types(again)).containsExactlyInAnyOrder("sse:open", "delete", "message");
  }

  @Test
  void sendsAnotherSnapshotToWhoComesBackAfterTombstonesMayBeGone() {
    topic.produceKeyed(0, "a", "a1");
    TopicPositions longAgo =
        new TopicPositions(topic.id(), 2, () -> 1_767_225_600_000L, Duration.ofDays(1));
    FeedReader again = resuming(node(), longAgo.write(new long[] {KafkaPosition.of(1, 0), 0}));
    await().until(() -> types(again).size() == 5);
    assertThat(types(again))
        .containsExactly("sse:open", "sse:gap", "sse:snapshot", "message", "sse:snapshot");
    assertThat(again.events("sse:gap").get(0).data()).contains("\"expired\"");
  }

  @Test
  void isEmptyWhenTheTopicIs() {
    FeedReader reader = reader(node());
    await().until(() -> types(reader).size() == 3);
    topic.produceKeyed(0, "a", "a1");
    awaitData(reader, "a1");
    assertThat(types(reader))
        .containsExactly("sse:open", "sse:snapshot", "sse:snapshot", "message");
  }

  @Test
  void beginsAnewWithATopicThatIsAnotherOne() {
    topic.produceKeyed(0, "a", "a1");
    FeedReader reader = reader(node());
    awaitData(reader, "a1");
    topic.delete();
    topic.create(TopicSettings.compacted(2));
    topic.produceKeyed(1, "b", "b1");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(reader.data()).containsExactly("a1", "b1"));
    assertThat(reader.events("sse:gap")).hasSize(1);
    assertThat(reader.events("sse:snapshot")).hasSizeGreaterThanOrEqualTo(4);
  }

  private EventHub node() {
    EventHub hub = EventHub.create().stream("stream", topic.feed(), TABLE);
    hubs.add(hub);
    return hub;
  }

  private FeedReader reader(EventHub hub) {
    readers.add(FeedReader.of(hub, "stream"));
    return readers.get(readers.size() - 1);
  }

  private FeedReader resuming(EventHub hub, String id) {
    readers.add(FeedReader.resuming(hub, "stream", id));
    return readers.get(readers.size() - 1);
  }

  private static void awaitData(FeedReader reader, String... data) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(reader.data()).containsExactlyInAnyOrder(data));
  }

  private static List<String> types(FeedReader reader) {
    return reader.events().stream().map(ServerSentEvent::type).toList();
  }
}
