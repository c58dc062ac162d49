package io.github.ssebridge.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Stops a reader before a record that cannot be made into an event. */
final class UnmappableRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int partition;
  private final long offset;

  UnmappableRecordException(ConsumerRecord<?, ?> record, RuntimeException why) {
    super(
        "the record at %s-%d@%d cannot be made into an event (%s), and the stream is set to fail then"
            .formatted(record.topic(), record.partition(), record.offset(), why.getMessage()),
        why);
    this.partition = record.partition();
    this.offset = record.offset();
  }

  int partition() {
    return partition;
  }

  long offset() {
    return offset;
  }
}
