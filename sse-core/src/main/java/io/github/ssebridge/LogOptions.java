package io.github.ssebridge;

/**
 * How much an event log keeps; the oldest events make room.
 *
 * @param maxBytes the most encoded bytes kept
 * @param maxEvents the most events kept
 * @param maxEventBytes the longest encoded event that is accepted, at most {@code maxBytes}
 */
public record LogOptions(long maxBytes, int maxEvents, int maxEventBytes) {

  /** 16 MiB of encoded events. */
  public static final long DEFAULT_MAX_BYTES = 16L << 20;

  /** 100,000 events. */
  public static final int DEFAULT_MAX_EVENTS = 100_000;

  /** 1 MiB for one encoded event. */
  public static final int DEFAULT_MAX_EVENT_BYTES = 1 << 20;

  /** An encoded {@code sse:gap} must fit, since it takes the place of an event that does not. */
  static final int MIN_EVENT_BYTES = 1024;

  /** Refuses limits that contradict each other. */
  public LogOptions {
    if (maxEvents < 1) {
      throw new IllegalArgumentException("maxEvents must be at least 1, but is " + maxEvents);
    }
    if (maxEventBytes < MIN_EVENT_BYTES || maxEventBytes > maxBytes) {
      throw new IllegalArgumentException(
          "maxEventBytes must be from %d to maxBytes (%d), but is %d"
              .formatted(MIN_EVENT_BYTES, maxBytes, maxEventBytes));
    }
  }

  /** The named defaults. */
  public static LogOptions defaults() {
    return new LogOptions(DEFAULT_MAX_BYTES, DEFAULT_MAX_EVENTS, DEFAULT_MAX_EVENT_BYTES);
  }

  /** These options with another bound on the events kept. */
  public LogOptions withMaxEvents(int events) {
    return new LogOptions(maxBytes, events, maxEventBytes);
  }

  /** These options with another bound on the bytes kept; it bounds the longest event too. */
  public LogOptions withMaxBytes(long bytes) {
    return new LogOptions(bytes, maxEvents, (int) Math.min(maxEventBytes, bytes));
  }
}
