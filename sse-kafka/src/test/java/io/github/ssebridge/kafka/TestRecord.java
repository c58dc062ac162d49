package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A record to produce; it goes into the first partition unless {@link #to} says otherwise. */
record TestRecord(
    int partition,
    @Nullable String key,
    @Nullable String value,
    List<Header> headers,
    @Nullable Instant time) {

  static TestRecord of(String value) {
    return new TestRecord(0, null, value, List.of(), null);
  }

  static TestRecord tombstone(String key) {
    return new TestRecord(0, key, null, List.of(), null);
  }

  TestRecord to(int target) {
    return new TestRecord(target, key, value, headers, time);
  }

  TestRecord key(String newKey) {
    return new TestRecord(partition, newKey, value, headers, time);
  }

  /** With one more header; a name may be used twice, and the value may be none. */
  TestRecord header(String name, @Nullable String content) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new RecordHeader(name, bytes(content)));
    return new TestRecord(partition, key, value, List.copyOf(more), time);
  }

  TestRecord at(Instant newTime) {
    return new TestRecord(partition, key, value, headers, newTime);
  }

  ProducerRecord<byte[], byte @Nullable []> in(String topic) {
    Long timestamp = time == null ? null : time.toEpochMilli();
    return new ProducerRecord<>(topic, partition, timestamp, bytes(key), bytes(value), headers);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }
}
