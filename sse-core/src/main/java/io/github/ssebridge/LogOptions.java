package io.github.ssebridge;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How much an event log keeps; the oldest events make room.
 *
 * @param maxBytes the most bytes kept, of encoded events and their keys; {@link #NO_MAX_BYTES} for
 *     no such bound
 * @param maxEvents the most events kept, {@link #NO_MAX_EVENTS} for no such bound
 * @param maxAge after how long an event is no longer given to clients that come back, {@link
 *     #NO_MAX_AGE} for no such bound; its memory is free with the next event
 * @param maxEventBytes the longest encoded event that is accepted, its key included; at most {@code
 *     maxBytes}
 */
public record LogOptions(long maxBytes, int maxEvents, Duration maxAge, int maxEventBytes) {

  /** 16 MiB of encoded events. */
  public static final long DEFAULT_MAX_BYTES = 16L << 20;

  /** 100,000 events. */
  public static final int DEFAULT_MAX_EVENTS = 100_000;

  /** One day. */
  public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(1);

  /** 1 MiB for one encoded event. */
  public static final int DEFAULT_MAX_EVENT_BYTES = 1 << 20;

  /** Bytes are not bounded. */
  public static final long NO_MAX_BYTES = Long.MAX_VALUE;

  /** The number of events is not bounded. */
  public static final int NO_MAX_EVENTS = Integer.MAX_VALUE;

  /** Events are kept however old they are. */
  public static final Duration NO_MAX_AGE = ChronoUnit.FOREVER.getDuration();

  /** An encoded {@code sse:gap} should fit, since it takes the place of an event that does not. */
  static final int MIN_EVENT_BYTES = 1024;

  /** Refuses limits that contradict each other, and a log without any bound. */
  public LogOptions {
    if (maxEvents < 1) {
      throw new IllegalArgumentException("maxEvents must be at least 1, but is " + maxEvents);
    }
    if (maxBytes < MIN_EVENT_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes must be at least %d, but is %d".formatted(MIN_EVENT_BYTES, maxBytes));
    }
    if (maxEventBytes < MIN_EVENT_BYTES || maxEventBytes > maxBytes) {
      throw new IllegalArgumentException(
          "maxEventBytes must be from %d to maxBytes (%d), but is %d"
              .formatted(MIN_EVENT_BYTES, maxBytes, maxEventBytes));
    }
    if (maxAge.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("maxAge must be at least 1 ms, but is " + maxAge);
    }
    if (maxBytes == NO_MAX_BYTES && maxEvents == NO_MAX_EVENTS && maxAge.equals(NO_MAX_AGE)) {
      throw new IllegalArgumentException(
          "a log needs a bound, or it grows for ever: set maxBytes, maxEvents or maxAge");
    }
  }

  /** The named defaults. */
  public static LogOptions defaults() {
    return new LogOptions(
        DEFAULT_MAX_BYTES, DEFAULT_MAX_EVENTS, DEFAULT_MAX_AGE, DEFAULT_MAX_EVENT_BYTES);
  }

  /** These options with another bound on the events kept. */
  public LogOptions withMaxEvents(int events) {
    return new LogOptions(maxBytes, events, maxAge, maxEventBytes);
  }

  /** These options with another bound on the bytes kept; it bounds the longest event too. */
  public LogOptions withMaxBytes(long bytes) {
    return new LogOptions(bytes, maxEvents, maxAge, (int) Math.min(maxEventBytes, bytes));
  }

  /** These options with another bound on a single event. */
  public LogOptions withMaxEventBytes(int bytes) {
    return new LogOptions(maxBytes, maxEvents, maxAge, bytes);
  }

  /** These options with another bound on the age of what is kept. */
  public LogOptions withMaxAge(Duration age) {
    return new LogOptions(maxBytes, maxEvents, age, maxEventBytes);
  }

  /** The bound on the age, as near to for ever as a {@code long} comes. */
  long maxAgeMillis() {
    return maxAge.compareTo(Duration.ofMillis(Long.MAX_VALUE / 4)) > 0
        ? Long.MAX_VALUE / 4
        : maxAge.toMillis();
  }
}
