package io.github.ssebridge;

/** Why events are missing from a stream, as an {@code sse:gap} says it. */
public enum GapReason {
  /** The events after the client's last id are no longer kept. */
  EXPIRED("expired"),
  /** The client read more slowly than events came, and the log has overtaken it. */
  LAPPED("lapped"),
  /** The client was behind, and newer events of the same keys stand in for these. */
  CONFLATED("conflated"),
  /** The source was created anew or cut, so that positions in it mean something else. */
  SOURCE_RESET("source-reset"),
  /** The client's last event id is not of this stream. */
  UNUSABLE_ID("unusable-id"),
  /** A source that keeps nothing was out of reach for a while. */
  DISCONNECTED("disconnected"),
  /** An event was longer than the log accepts. */
  TOO_LARGE("too-large"),
  /** An event of the source could not be made into one of the stream. */
  UNREADABLE("unreadable");

  private final String wireName;

  GapReason(String wireName) {
    this.wireName = wireName;
  }

  /** How the wire names it. */
  public String wireName() {
    return wireName;
  }
}
