package io.github.ssebridge;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the clients of one stream did not get. Safe for use by any thread. */
final class Losses {

  private final LongAdder gaps = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder conflated = new LongAdder();
  private final LongAdder sentAway = new LongAdder();

  void told(Gap gap) {
    gaps.increment();
    if (gap.count() != Gap.UNKNOWN) {
      (gap.reason() == GapReason.CONFLATED ? conflated : lost).add(gap.count());
    }
  }

  void sentAway() {
    sentAway.increment();
  }

  StreamCounters counters() {
    return new StreamCounters(gaps.sum(), lost.sum(), conflated.sum(), sentAway.sum());
  }
}
