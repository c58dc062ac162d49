package io.github.ssebridge.kafka;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.LogWriter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KafkaFeed} does with each record that its consumer hands over, without a consumer.
 * Owned by the benchmark's thread; here since none of it is for applications.
 */
@NullMarked
public final class RecordPath implements EventFeed {

  private static final Uuid TOPIC = new Uuid(1, 2);

  private final KafkaFeedOptions options =
      new KafkaFeedOptions("prices", Map.of("bootstrap.servers", "unused:9092"));
  private final TopicPositions positions;
  private final int partitions;
  private @Nullable RecordAppender appender;

  /** The path of the records of a topic with so many partitions. */
  public RecordPath(int partitions) {
    this.positions = new TopicPositions(TOPIC, partitions);
    this.partitions = partitions;
  }

  @Override
  public void start(LogWriter writer) {
    writer.openedAt(positions, new long[partitions], new long[partitions]);
    appender = new RecordAppender(writer, options, null, new UnmappableRecords(), false);
  }

  @Override
  public void stop() {
    appender = null;
  }

  /** The event of a record. */
  public @Nullable MappedRecord map(ConsumerRecord<byte[], ByteBuffer> record) {
    return options.mapper().map(record);
  }

  /** Maps a record, and appends its event; returns the position after it. */
  public long append(ConsumerRecord<byte[], ByteBuffer> record) {
    return Objects.requireNonNull(appender, "not started").append(record);
  }
}
