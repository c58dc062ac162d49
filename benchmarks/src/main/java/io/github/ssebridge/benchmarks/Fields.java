package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * The fields of one block.
 *
 * @param id the event's id, empty if it has none
 * @param type the event's type, empty if it has none
 * @param data its only line of data
 * @param dataAt where the data begins in the block
 */
record Fields(String id, String type, String data, int dataAt) {

  private static final String COUNT = "\"count\":";
  private static final String REASON = "\"reason\":\"";
  private static final long UNKNOWN = -1;

  /** Null if there is anything but one each of the known fields. */
  static @Nullable Fields of(String block) {
    String id = "";
    String type = "";
    String data = null;
    int dataAt = 0;
    int at = 0;
    for (String line : (Iterable<String>) block.lines()::iterator) {
      if (line.startsWith("data: ") && data == null) {
        data = line.substring(6);
        dataAt = at + 6;
      } else if (line.startsWith("event: ") && type.isEmpty()) {
        type = line.substring(7);
      } else if (line.startsWith("id: ") && id.isEmpty()) {
        id = line.substring(4);
      } else if (!line.startsWith("retry: ")) {
        return null;
      }
      at += line.length() + 1;
    }
    return data == null ? null : new Fields(id, type, data, dataAt);
  }

  /** The count that a gap's data has, -1 if it has none. */
  long count() {
    int from = data.indexOf(COUNT);
    if (from < 0) {
      return UNKNOWN;
    }
    int end = from + COUNT.length();
    while (end < data.length() && Character.isDigit(data.charAt(end))) {
      end++;
    }
    return Long.parseLong(data.substring(from + COUNT.length(), end));
  }

  /** The reason that a gap's data has, empty if it has none. */
  String reason() {
    int from = data.indexOf(REASON) + REASON.length();
    int end = data.indexOf('"', from);
    return from < REASON.length() || end < 0 ? "" : data.substring(from, end);
  }
}
