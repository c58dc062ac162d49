package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;

/** The events that are decoded: what a stream of each is made of. */
public enum DecodedEvent {
  /** An id, a type and 48 bytes of JSON. */
  SMALL(Samples.smallWithId()),

  /** A type and 21 lines of text. */
  LINES_21(Samples.multiline()),

  /** An id, a type and 4 KiB of JSON in one line. */
  KIB_4(withData("[" + "{\"symbol\":\"ACME\",\"price\":101.25},".repeat(124) + "0]")),

  /** An id, a type and 48 characters of which half need two bytes or three. */
  NON_ASCII(withData("Zürich – Köln, 20 °C, пять минут, 三分後に出発します 12"));

  private final ServerSentEvent event;

  DecodedEvent(ServerSentEvent event) {
    this.event = event;
  }

  ServerSentEvent event() {
    return event;
  }

  private static ServerSentEvent withData(String data) {
    return ServerSentEvent.of("update", data).withId(Samples.smallWithId().id());
  }
}
