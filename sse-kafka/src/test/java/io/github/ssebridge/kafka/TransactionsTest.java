package io.github.ssebridge.kafka;

import static io.github.ssebridge.testkit.Eventually.gets;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class TransactionsTest {

  private static EmbeddedKafka kafka;

  private TestTopic topic;
  private KafkaNodes nodes;
  private KafkaNodes uncommitted;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void open() {
    topic = TestTopic.missing(kafka);
    nodes = new KafkaNodes(kafka, topic).with("isolation.level", "read_committed");
    uncommitted = new KafkaNodes(kafka, topic);
  }

  @AfterEach
  void close() {
    nodes.close();
    uncommitted.close();
    topic.close();
  }

  @Test
  void deliversWhatIsCommittedAndTellsOfNothingElse() {
    topic.create(1);
    FeedReader reader = nodes.reader();
    FeedReader all = uncommitted.reader();
    topic.produce("0");
    try (TestTransactions transactions = topic.transactions()) {
      transactions.begin("1");
      transactions.commit();
      transactions.begin("aborted");
      transactions.abort();
      transactions.begin("2");
      transactions.commit();
    }
    topic.produce("3");
    gets(reader, "0", "1", "2", "3");
    gets(all, "0", "1", "aborted", "2", "3");
    assertThat(reader.events("sse:gap")).isEmpty();
    // The same records by a replay.
    FeedReader back = nodes.withEvents(1).resuming(Eventually.id(reader, 1));
    gets(back, "1", "2", "3");
    assertThat(back.events("sse:gap")).isEmpty();
  }

  @Test
  void endsAReplayBehindTheMarkersThatEndTheTopic() {
    topic.create(2);
    FeedReader reader = nodes.reader();
    topic.produce("0");
    gets(reader, "0");
    String id = reader.lastEventId();
    try (TestTransactions transactions = topic.transactions()) {
      transactions.begin("1", "2", "3", "4");
      transactions.commit();
      transactions.begin("aborted");
      transactions.abort();
    }
    FeedReader back = nodes.withEvents(2).resuming(id);
    gets(back, "1", "2", "3", "4");
    Eventually.check(() -> assertThat(Eventually.threads("sse-replay")).isZero());
    topic.produce("5");
    gets(back, "1", "2", "3", "4", "5");
  }

  @Test
  void idGoesOnPastAbortedTransactions() {
    topic.create(1);
    FeedReader reader = nodes.reader();
    topic.produce("0");
    gets(reader, "0");
    try (TestTransactions transactions = topic.transactions()) {
      transactions.begin("aborted");
      transactions.abort();
    }
    topic.produce("1");
    gets(reader, "0", "1");
    topic.removeBelow(4);
    FeedReader back = nodes.resuming(reader.lastEventId());
    topic.produce("2");
    gets(back, "2");
    assertThat(back.events("sse:gap")).isEmpty();
  }

  @Test
  void saysThatAnOpenTransactionHidesRecordsAndNeverCallsThemAGap() {
    topic.create(1);
    Node node = nodes.node();
    FeedReader reader = node.greeted();
    try (TestTransactions transactions = topic.transactions()) {
      transactions.begin("1");
      topic.produce("2", "3");
      Eventually.check(() -> assertThat(node.status().figures()).containsEntry("heldBack", 3L));
      FeedReader other = nodes.reader();
      Eventually.stays(Duration.ofSeconds(1), () -> assertThat(reader.data()).isEmpty());
      transactions.commit();
      gets(reader, "1", "2", "3");
      gets(other, "1", "2", "3");
    }
    Eventually.check(() -> assertThat(node.status().figures()).containsEntry("heldBack", 0L));
    assertThat(reader.events("sse:gap")).isEmpty();
  }

  @Test
  void holesOfACompactedTopicAreNoGaps() {
    topic.create(TopicSettings.compacted(1));
    FeedReader reader = nodes.reader();
    topic.produceKeyed(0, "first", "0");
    gets(reader, "0");
    for (int i = 1; i <= 20; i++) {
      topic.produceKeyed(0, "k" + i % 2, String.valueOf(i));
    }
    topic.compact(0);
    FeedReader back = nodes.withEvents(1).resuming(Eventually.id(reader, 1));
    Eventually.check(() -> assertThat(back.data()).startsWith("19", "20"));
    assertThat(back.events("sse:gap")).isEmpty();
  }
}
