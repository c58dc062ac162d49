package io.github.ssebridge.kafka;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends the events of records to a log. Confined to the thread that reads them. */
final class RecordAppender {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);

  private final LogWriter writer;
  private final RecordMapper mapper;
  private final Unmappable unmappable;
  private final @Nullable DeadLetters deadLetters;
  private final UnmappableRecords records;
  private final boolean isReplay;

  /**
   * Appends with a writer.
   *
   * @param deadLetters null if this is not the reader that copies records
   * @param records told of what cannot be mapped
   * @param isReplay whether the records have been counted when they were read the first time
   */
  RecordAppender(
      LogWriter writer,
      KafkaFeedOptions options,
      @Nullable DeadLetters deadLetters,
      UnmappableRecords records,
      boolean isReplay) {
    this.writer = writer;
    this.mapper = options.mapper();
    this.unmappable = options.unmappable();
    this.deadLetters = deadLetters;
    this.records = records;
    this.isReplay = isReplay;
  }

  /**
   * Appends a record's event, or what is said instead; in any case the position is past the record.
   *
   * @return the position after it
   * @throws UnmappableRecordException if it cannot be mapped and the stream shall stand still then
   */
  long append(ConsumerRecord<byte[], ByteBuffer> record) {
    int partition = record.partition();
    long position = KafkaPosition.of(record.offset() + 1, record.leaderEpoch().orElse(-1));
    // Nobody knows which key the mapper would have chosen until it has.
    byte[] key = null;
    try {
      MappedRecord mapped = mapper.map(record);
      key = mapped == null ? null : mapped.key();
      if (mapped == null) {
        writer.advance(partition, position);
      } else if (mapped.isDeletion() && mapped.key() != null) {
        writer.delete(partition, position, mapped.key(), mapped.type(), mapped.data());
      } else {
        writer.append(partition, position, mapped.key(), mapped.type(), mapped.data());
      }
    } catch (RuntimeException e) {
      leaveOut(record, key, position, e);
    }
    return position;
  }

  private void leaveOut(
      ConsumerRecord<byte[], ByteBuffer> record,
      byte @Nullable [] key,
      long position,
      RuntimeException why) {
    if (unmappable.action() == Unmappable.Action.FAIL) {
      throw new UnmappableRecordException(record, why);
    }
    if (!isReplay) {
      records.count();
    }
    log(record, why);
    if (deadLetters != null) {
      deadLetters.copy(record, why);
    }
    writer.gap(record.partition(), position, key, GapReason.UNREADABLE, 1);
  }

  private void log(ConsumerRecord<byte[], ByteBuffer> record, RuntimeException why) {
    if (records.isNewKind(why)) {
      LOG.warn(
          "stream '{}': skipped the record at {}-{}@{}, which cannot be made into an event: {}"
              + " (further ones of this kind are skipped without a line)",
          writer.stream(),
          record.topic(),
          record.partition(),
          record.offset(),
          why.getMessage());
    }
  }
}
