package io.github.ssebridge;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the id and the data of an event since they were checked, so that nobody looks
 * again. The constants go from the most that is known to the least.
 */
enum EventForm {
  /** Both are ASCII, and the data is without CR and LF. */
  ASCII_LINE,
  /** Both are ASCII. */
  ASCII,
  /** Anything that UTF-8 can carry. */
  TEXT;

  /**
   * The form of an event with a valid id and this data.
   *
   * @throws IllegalArgumentException if the data has unpaired surrogates
   */
  static EventForm of(@Nullable String id, String data) {
    return ofData(Objects.requireNonNull(data, "data")).withId(id);
  }

  private static EventForm ofData(String data) {
    EventForm form = ASCII_LINE;
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      if (c >= 0x80) {
        ServerSentEvent.requireWellFormed(data, "data");
        return TEXT;
      }
      if (c == '\n' || c == '\r') {
        form = ASCII;
      }
    }
    return form;
  }

  /** The form of an event with another valid id. */
  EventForm withId(@Nullable String id) {
    return id == null || isAscii(id) ? this : TEXT;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
