package io.github.ssebridge.redis;

import io.lettuce.core.StreamMessage;
import java.util.Map;

/**
 * An entry of a Redis stream.
 *
 * @param id its id
 * @param text its id as Redis writes it
 * @param fields what it holds
 */
record StreamEntry(EntryId id, String text, Map<String, byte[]> fields) {

  private static final int FIELD_OVERHEAD = 8;

  static StreamEntry of(StreamMessage<String, byte[]> message) {
    return new StreamEntry(EntryId.of(message.getId()), message.getId(), message.getBody());
  }

  /** About how many bytes it takes. */
  int bytes() {
    int bytes = text.length();
    for (Map.Entry<String, byte[]> field : fields.entrySet()) {
      bytes += field.getKey().length() + field.getValue().length + FIELD_OVERHEAD;
    }
    return bytes;
  }
}
