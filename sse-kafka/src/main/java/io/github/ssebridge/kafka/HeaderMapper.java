package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.ServerSentEvent;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record as it is: the value is the data, byte for byte, the key is the key, and a header
 * names the type. A record without a value is an event of type {@code delete}, with the key as
 * data.
 *
 * @param typeHeader the header that names the type; without it the type is {@code message}
 * @param keyHeader the header that is the key; null for the key of the record
 */
public record HeaderMapper(String typeHeader, @Nullable String keyHeader) implements RecordMapper {

  /** The header that names the type unless another one is set. */
  public static final String DEFAULT_TYPE_HEADER = "event";

  /** The type of an event that says that its key has no value any more. */
  public static final String TOMBSTONE = "delete";

  private static final byte[] NOTHING = {};

  /** The type from the header {@code event}, and the key of the record. */
  public static HeaderMapper defaults() {
    return new HeaderMapper(DEFAULT_TYPE_HEADER, null);
  }

  @Override
  public MappedRecord map(ConsumerRecord<byte[], ByteBuffer> record) {
    byte[] key = keyHeader == null ? record.key() : header(record, keyHeader);
    ByteBuffer value = record.value();
    if (value == null) {
      ByteBuffer data = ByteBuffer.wrap(key == null ? NOTHING : key);
      return new MappedRecord(key, TOMBSTONE, data, true);
    }
    byte[] type = header(record, typeHeader);
    return new MappedRecord(
        key, type == null ? ServerSentEvent.DEFAULT_TYPE : new String(type, UTF_8), value, false);
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], ByteBuffer> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
