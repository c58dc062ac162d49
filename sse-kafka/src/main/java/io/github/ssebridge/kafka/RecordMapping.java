package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.ServerSentEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes events of records. Confined to the thread that reads the topic. */
final class RecordMapping {

  private static final Logger LOG = LoggerFactory.getLogger(RecordMapping.class);

  private static final String TYPE_HEADER = "event";
  private static final String TOMBSTONE = "delete";
  private static final byte[] NOTHING = {};

  private final LogWriter writer;
  private boolean unreadableLogged;

  RecordMapping(LogWriter writer) {
    this.writer = writer;
  }

  /** Appends a record's event; a record that cannot be one leaves a gap that says so. */
  void append(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) {
        writer.append(record.key(), TOMBSTONE, record.key() == null ? NOTHING : record.key());
      } else {
        writer.append(record.key(), type(record), record.value());
      }
    } catch (IllegalArgumentException e) {
      writer.gap(GapReason.UNREADABLE, 1);
      if (!unreadableLogged) {
        unreadableLogged = true;
        LOG.warn(
            "stream '{}': skipped the record at {}-{}@{}, since its header '{}' is no event type: {}"
                + " (further ones are skipped without a line)",
            writer.stream(),
            record.topic(),
            record.partition(),
            record.offset(),
            TYPE_HEADER,
            e.getMessage());
      }
    }
  }

  private static String type(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(TYPE_HEADER);
    return header == null || header.value() == null
        ? ServerSentEvent.DEFAULT_TYPE
        : new String(header.value(), UTF_8);
  }
}
