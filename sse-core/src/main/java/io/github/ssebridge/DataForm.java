package io.github.ssebridge;

import java.util.Objects;

/**
 * What is known of the data of an event since it was checked, so that nobody looks again: the
 * earlier, the more.
 */
enum DataForm {
  /** ASCII without CR and LF. */
  ASCII_LINE,
  /** ASCII. */
  ASCII,
  /** Anything that UTF-8 can carry. */
  TEXT;

  /**
   * The form of data.
   *
   * @throws IllegalArgumentException if it has unpaired surrogates
   */
  static DataForm of(String data) {
    Objects.requireNonNull(data, "data");
    DataForm form = ASCII_LINE;
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
}
