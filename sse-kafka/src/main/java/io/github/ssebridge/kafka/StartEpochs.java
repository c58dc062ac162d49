package io.github.ssebridge.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out of which leader epochs the records are that come before those a node begins to read at.
 * Without them it could not tell a client that has got these from one that has got others, which
 * the brokers have lost.
 */
final class StartEpochs {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MOST_POLLS = 10;

  private StartEpochs() {}

  /** The positions at offsets, with the epochs as far as they can be found. */
  static long[] positions(
      Consumer<byte[], ByteBuffer> consumer, String topic, long[] begins, long[] from) {
    long[] positions = TopicPartitions.positions(from);
    long[] before = new long[from.length];
    int wanted = 0;
    for (int i = 0; i < from.length; i++) {
      before[i] = Math.max(begins[i], from[i] - 1);
      wanted += from[i] > begins[i] ? 1 : 0;
    }
    TopicPartitions.assign(consumer, topic, TopicPartitions.positions(before));
    for (int i = 0; i < from.length; i++) {
      if (from[i] == begins[i]) {
        consumer.pause(List.of(new TopicPartition(topic, i)));
      }
    }
    for (int poll = 0; poll < MOST_POLLS && wanted > 0; poll++) {
      wanted -= take(consumer.poll(POLL), from, positions);
    }
    // They would stay so.
    consumer.resume(consumer.paused());
    return positions;
  }

  /** Of how many partitions the epoch has become known. */
  private static int take(
      ConsumerRecords<byte[], ByteBuffer> records, long[] from, long[] positions) {
    int found = 0;
    for (TopicPartition partition : records.nextOffsets().keySet()) {
      int i = partition.partition();
      int epoch = epochOf(records, partition);
      if (epoch >= 0 && KafkaPosition.epoch(positions[i]) < 0) {
        positions[i] = KafkaPosition.of(from[i], epoch);
        found++;
      }
    }
    return found;
  }

  private static int epochOf(
      ConsumerRecords<byte[], ByteBuffer> records, TopicPartition partition) {
    List<ConsumerRecord<byte[], ByteBuffer>> of = records.records(partition);
    return of.isEmpty()
        ? TopicPartitions.epoch(records.nextOffsets().get(partition))
        : of.get(0).leaderEpoch().orElse(-1);
  }
}
