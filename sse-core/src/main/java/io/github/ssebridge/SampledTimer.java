package io.github.ssebridge;

import java.util.function.LongSupplier;

/** Times every 256th run of what one thread at a time does; any thread may read the sum. */
final class SampledTimer {

  private static final int ONE_OF = 256;
  private static final long NOT_TIMED = Long.MIN_VALUE;

  private final LongSupplier nanoClock;
  private int untilTimed = ONE_OF;

  // Replaced by each run that is timed.
  private volatile SampledTime sum = SampledTime.NONE;

  SampledTimer(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A run begins; returns what {@link #end} wants to know. */
  long begin() {
    if (--untilTimed > 0) {
      return NOT_TIMED;
    }
    untilTimed = ONE_OF;
    return nanoClock.getAsLong();
  }

  void end(long began) {
    if (began != NOT_TIMED) {
      sum = sum.plus(nanoClock.getAsLong() - began);
    }
  }

  SampledTime sum() {
    return sum;
  }
}
