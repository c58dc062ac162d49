package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;

/**
 * The events that are decoded: what a stream of each is made of.
 *
 * <p>Made when asked for, so that a JVM which measures one has not seen the others: how it compiles
 * a loop over a String depends on whether any was beyond Latin-1.
 */
public enum DecodedEvent {
  /** An id, a type and 48 bytes of JSON. */
  SMALL,

  /** A type and 21 lines of text. */
  LINES_21,

  /** An id, a type and 4 KiB of JSON in one line. */
  KIB_4,

  /** An id, a type and a sentence in several scripts. */
  NON_ASCII;

  ServerSentEvent event() {
    return switch (this) {
      case SMALL -> Samples.smallWithId();
      case LINES_21 -> Samples.multiline();
      case KIB_4 -> withData("[" + "{\"symbol\":\"ACME\",\"price\":101.25},".repeat(124) + "0]");
      case NON_ASCII -> withData("Zürich – Köln, 20 °C, пять минут, 三分後に出発します 12");
    };
  }

  private static ServerSentEvent withData(String data) {
    return ServerSentEvent.of("update", data).withId(Samples.smallWithId().id());
  }
}
