package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.EmbeddedKafkaCluster;
import io.github.ssebridge.testkit.UncleanElection;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class KafkaKitTest {

  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void compactionLeavesTheLastRecordOfEachKeyAtItsOffset() {
    try (TestTopic topic = TestTopic.create(kafka, TopicSettings.compacted(2))) {
      topic.produceKeyed(1, "a", "1");
      topic.produceKeyed(1, "b", "2");
      topic.produceKeyed(1, "a", "3");
      topic.produce(TestRecord.tombstone("b").to(1));
      topic.produceKeyed(1, "c", "4");
      topic.compact(1);
      assertThat(topic.content().all(1).stream().filter(record -> record.offset() < 5))
          .extracting(record -> record.offset() + record.key() + record.value())
          .containsExactly("2a3", "4c4");
      assertThat(topic.content().beginning(1)).isZero();
    }
  }

  @Test
  void readersOfCommittedRecordsSeeNoneOfAnAbortedTransaction() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        TestTransactions transactions = topic.transactions()) {
      transactions.begin("aborted");
      transactions.abort();
      transactions.begin("committed");
      transactions.commit();
      // Each transaction ends with a marker, which has an offset, too.
      assertThat(topic.content().end(0)).isEqualTo(4);
      assertThat(values(topic.content().committed(0))).containsExactly("committed");
      assertThat(values(topic.content().all(0))).containsExactly("aborted", "committed");
    }
  }

  @Test
  void anOpenTransactionHoldsBackWhatComesAfterIt() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        TestTransactions transactions = topic.transactions()) {
      topic.produce("before");
      transactions.begin("open");
      topic.produce("after");
      assertThat(topic.content().stableEnd(0)).isEqualTo(1);
      assertThat(values(topic.content().committed(0))).containsExactly("before");
      transactions.commit();
      assertThat(values(topic.content().committed(0))).containsExactly("before", "open", "after");
    }
  }

  @Test
  void aCrashedProducerLeavesItsTransactionOpenAndAClosedOneDoesNot() {
    try (TestTopic topic = TestTopic.create(kafka, 1)) {
      TestTransactions closed = topic.transactions();
      closed.begin("aborted");
      closed.close();
      TestTransactions crashed = topic.transactions();
      crashed.begin("open");
      crashed.crash();
      assertThat(topic.content().stableEnd(0)).isEqualTo(2);
      assertThat(topic.content().end(0)).isEqualTo(3);
    }
  }

  @Test
  void aRecordHasItsHeadersAndItsTime() {
    try (TestTopic topic = TestTopic.create(kafka, 1)) {
      // Not long ago, or the broker may give the record up for its age.
      Instant time = Instant.now().minusSeconds(3600);
      topic.produce(TestRecord.of("1").key("k").header("h", "a").header("h", "b").at(time));
      ConsumerRecord<String, @Nullable String> record = topic.content().all(0).get(0);
      assertThat(record.timestamp()).isEqualTo(time.toEpochMilli());
      assertThat(record.key()).isEqualTo("k");
      assertThat(Stream.of(record.headers().toArray()).map(Header::value))
          .containsExactly("a".getBytes(UTF_8), "b".getBytes(UTF_8));
    }
  }

  @Test
  void removesRecordsOfAnyPartition() {
    try (TestTopic topic = TestTopic.create(kafka, 2)) {
      topic.produce("kept");
      topic.produceTo(1, "1", "2", "3");
      topic.content().removeBelow(1, 2);
      assertThat(topic.content().beginning(1)).isEqualTo(2);
      assertThat(topic.content().end(1)).isEqualTo(3);
      assertThat(values(topic.content().all(1))).containsExactly("3");
      assertThat(topic.content().beginning(0)).isZero();
    }
  }

  @Test
  void theProducerOfATopicLivesThroughAnUncleanElection() {
    TopicSettings torn = TopicSettings.of(1).replicated(2).with(UncleanElection.TOPIC_SETTINGS);
    try (EmbeddedKafkaCluster cluster = EmbeddedKafkaCluster.start();
        TestTopic topic = TestTopic.create(cluster, torn)) {
      topic.produce("kept");
      UncleanElection election = UncleanElection.prepare(cluster, topic.name(), 0);
      topic.produce("lost 1", "lost 2");
      election.hold();
      topic.produce("other 1", "other 2");
      assertThat(values(topic.content().all(0))).containsExactly("kept", "other 1", "other 2");
    }
  }

  private static List<@Nullable String> values(
      List<ConsumerRecord<String, @Nullable String>> records) {
    return records.stream().<@Nullable String>map(ConsumerRecord::value).toList();
  }
}
