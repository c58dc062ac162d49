package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records of a topic with values of 128 bytes, as a consumer hands them over, again and again: each
 * with a key of 16 bytes and a header that names the type. Owned by the benchmark's thread.
 */
final class RecordRing {

  static final int PARTITIONS = 12;

  // About as many as one poll brings.
  private static final int RECORDS = 1 << 9;
  private static final int VALUE_BYTES = 128;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final ConsumerRecord<byte[], ByteBuffer>[] records = new ConsumerRecord[RECORDS];

  private int next;

  RecordRing() {
    byte[] value = ".".repeat(VALUE_BYTES).getBytes(UTF_8);
    for (int i = 0; i < RECORDS; i++) {
      byte[] key = "customer-%07d".formatted(i % 1024).getBytes(UTF_8);
      records[i] = record(i % PARTITIONS, 1_000_000 + i / PARTITIONS, key, value);
    }
  }

  ConsumerRecord<byte[], ByteBuffer> next() {
    return records[next++ & (RECORDS - 1)];
  }

  private static ConsumerRecord<byte[], ByteBuffer> record(
      int partition, long offset, byte[] key, byte[] value) {
    return new ConsumerRecord<>(
        "prices",
        partition,
        offset,
        0,
        TimestampType.CREATE_TIME,
        key.length,
        value.length,
        key,
        ByteBuffer.wrap(value),
        new RecordHeaders().add("event", "update".getBytes(UTF_8)),
        Optional.of(0));
  }
}
