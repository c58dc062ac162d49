package io.github.ssebridge.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of records; write your own, or take {@link HeaderMapper}.
 *
 * <p>Called by the thread that reads the topic, and by those that read it again for clients that
 * come back, at the same time. The same record must always give the same event.
 */
@FunctionalInterface
public interface RecordMapper {

  /**
   * The event of a record; null if it is none of the stream, which nobody is told of.
   *
   * @throws RuntimeException if it cannot be one; then {@link Unmappable} says what happens
   */
  @Nullable MappedRecord map(ConsumerRecord<byte[], ByteBuffer> record);
}
