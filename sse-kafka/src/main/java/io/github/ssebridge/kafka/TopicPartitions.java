package io.github.ssebridge.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions of one topic, and positions in them. */
final class TopicPartitions {

  private TopicPartitions() {}

  /** All partitions of a topic. */
  static List<TopicPartition> of(String topic, int count) {
    List<TopicPartition> partitions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    return partitions;
  }

  /** The offsets that a consumer has found, by partition. */
  static long[] offsets(Map<TopicPartition, Long> found) {
    long[] offsets = new long[found.size()];
    found.forEach((partition, offset) -> offsets[partition.partition()] = offset);
    return offsets;
  }

  /** Has a consumer read all partitions of a topic from these positions on. */
  static void assign(Consumer<byte[], ByteBuffer> consumer, String topic, long[] positions) {
    consumer.assign(of(topic, positions.length));
    for (int i = 0; i < positions.length; i++) {
      seek(consumer, new TopicPartition(topic, i), positions[i]);
    }
  }

  /** With the leader epoch, so that the consumer notices if the partition was cut meanwhile. */
  static void seek(Consumer<byte[], ByteBuffer> consumer, TopicPartition partition, long position) {
    int epoch = KafkaPosition.epoch(position);
    long offset = KafkaPosition.offset(position);
    if (epoch < 0) {
      consumer.seek(partition, offset);
    } else {
      consumer.seek(partition, new OffsetAndMetadata(offset, Optional.of(epoch), ""));
    }
  }

  /** The epoch of an offset; -1 if there is none or it does not say. */
  static int epoch(@Nullable OffsetAndMetadata offset) {
    return offset == null ? KafkaPosition.UNKNOWN_EPOCH : offset.leaderEpoch().orElse(-1);
  }

  /** Positions of offsets whose epochs are not known. */
  static long[] positions(long[] offsets) {
    long[] positions = new long[offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      positions[i] = KafkaPosition.of(offsets[i], -1);
    }
    return positions;
  }
}
