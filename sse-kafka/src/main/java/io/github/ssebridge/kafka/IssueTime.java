package io.github.ssebridge.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * When tokens are made, in minutes since 2026, and how old they may get. Immutable, and safe for
 * use by any thread if its clock is.
 */
final class IssueTime {

  /** How many digits of a token are its time. */
  static final int DIGITS = 4;

  /** The time of a token without one. */
  static final long NONE = -1;

  private static final long MINUTE = 60_000;
  private static final long BEGINNING = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  // Until late in 2057; tokens made after that get old before their time, which is the safe side.
  private static final long LAST_MINUTE = (1L << (DIGITS * TokenText.DIGIT_BITS)) - 1;

  // Clocks of nodes differ; but a time far ahead would never get old.
  private static final long FUTURE_MILLIS = 10 * MINUTE;

  private final LongSupplier clock;
  private final long maxAgeMillis;

  /** A time by a clock of milliseconds since 1970, that is too old after {@code maxAge}. */
  IssueTime(LongSupplier clock, Duration maxAge) {
    if (maxAge.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "maxAge " + maxAge + " is below a minute, and ids say no more than the minute");
    }
    this.clock = clock;
    this.maxAgeMillis = maxAge.toMillis();
  }

  long minute() {
    long minute = Math.floorDiv(clock.getAsLong() - BEGINNING, MINUTE);
    return Math.max(0, Math.min(LAST_MINUTE, minute));
  }

  /** Whether a token of that minute must not be used: too old, of the future, or of no time. */
  boolean isOutdated(long minute) {
    long age = clock.getAsLong() - BEGINNING - minute * MINUTE;
    return minute == NONE || age > maxAgeMillis || age < -FUTURE_MILLIS;
  }
}
