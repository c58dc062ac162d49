package io.github.ssebridge.kafka;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What the partitions of a topic hold now, and how records leave them; connects for each call. */
record TopicContent(String bootstrapServers, String topic) {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final AtomicInteger FILLERS = new AtomicInteger();

  /** The offset of the first record there can be. */
  long beginning(int partition) {
    return offset(partition, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The offset the next record gets. */
  long end(int partition) {
    return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Where the first transaction that is open begins, or the end. */
  long stableEnd(int partition) {
    return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /** All records, those of open and aborted transactions as well. */
  List<ConsumerRecord<String, @Nullable String>> all(int partition) {
    return read(partition, "read_uncommitted", end(partition));
  }

  /** All records before the first open transaction, without those of aborted ones. */
  List<ConsumerRecord<String, @Nullable String>> committed(int partition) {
    return read(partition, "read_committed", stableEnd(partition));
  }

  /** Removes what is below an offset, as retention does. */
  void removeBelow(int partition, long offset) {
    try (Admin admin = admin()) {
      Map<TopicPartition, RecordsToDelete> below =
          Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset));
      Answers.get(admin.deleteRecords(below).all());
    }
  }

  /**
   * Has the broker compact a {@link TopicSettings#compacted} topic: returns when each key has one
   * record at most in what is there now, and no tombstone is left. What it takes to make the broker
   * do so stays behind: records with keys of their own, {@code filler-1} and so on.
   */
  void compact(TestTopic produceTo, int partition) {
    long end = end(partition);
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              // The broker leaves the last segment alone, and only a record makes it begin another.
              produceTo.produceKeyed(partition, "filler-" + FILLERS.incrementAndGet(), "");
              return isCompact(partition, end);
            });
  }

  private boolean isCompact(int partition, long end) {
    Set<String> keys = new HashSet<>();
    return all(partition).stream()
        .filter(record -> record.offset() < end)
        .allMatch(record -> record.value() != null && keys.add(record.key()));
  }

  private List<ConsumerRecord<String, @Nullable String>> read(
      int partition, String isolation, long end) {
    TopicPartition from = new TopicPartition(topic, partition);
    List<ConsumerRecord<String, @Nullable String>> records = new ArrayList<>();
    try (KafkaConsumer<String, @Nullable String> consumer = consumer(isolation)) {
      consumer.assign(List.of(from));
      consumer.seekToBeginning(List.of(from));
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
                return consumer.position(from) >= end;
              });
    }
    return records;
  }

  private KafkaConsumer<String, @Nullable String> consumer(String isolation) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            isolation,
            "auto.offset.reset",
            "earliest");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  private long offset(int partition, OffsetSpec which, IsolationLevel isolation) {
    TopicPartition of = new TopicPartition(topic, partition);
    try (Admin admin = admin()) {
      return Answers.get(
              admin
                  .listOffsets(Map.of(of, which), new ListOffsetsOptions(isolation))
                  .partitionResult(of))
          .offset();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }
}
