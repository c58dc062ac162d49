package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.ServerSentEvent;
import java.util.Map;

/**
 * Takes the data, the type and the key of an event from fields of the entry. An entry without the
 * field of the data becomes a JSON object of all its fields, as strings.
 *
 * @param data the name of the field that is the data
 * @param type the name of the field that is the type; without it the type is {@code message}
 * @param key the name of the field that is the key; without it there is none
 */
public record FieldMapper(String data, String type, String key) implements EntryMapper {

  /** The fields that {@code RedisPublisher} writes: {@code data}, {@code event} and {@code key}. */
  public static final FieldMapper DEFAULT = new FieldMapper("data", "event", "key");

  @Override
  public MappedEntry map(String id, Map<String, byte[]> fields) {
    byte[] value = fields.get(data);
    byte[] typeValue = fields.get(type);
    return new MappedEntry(
        fields.get(key),
        typeValue == null ? ServerSentEvent.DEFAULT_TYPE : new String(typeValue, UTF_8),
        value == null ? json(fields).getBytes(UTF_8) : value);
  }

  private static String json(Map<String, byte[]> fields) {
    StringBuilder json = new StringBuilder("{");
    fields.forEach(
        (name, value) -> {
          json.append(json.length() == 1 ? "" : ",");
          appendQuoted(name, json);
          json.append(':');
          appendQuoted(new String(value, UTF_8), json);
        });
    return json.append('}').toString();
  }

  private static void appendQuoted(String text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ') {
        to.append("\\u%04x".formatted((int) c));
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }
}
