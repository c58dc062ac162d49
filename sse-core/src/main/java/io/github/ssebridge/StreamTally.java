package io.github.ssebridge;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what seldom happens to the readers of one stream. Safe for use by any thread. */
final class StreamTally {

  private final EnumCounts<Origin> begun = new EnumCounts<>(Origin.class);
  private final EnumCounts<GapReason> announced = new EnumCounts<>(GapReason.class);
  private final EnumCounts<GapReason> told = new EnumCounts<>(GapReason.class);
  private final LongAdder lost = new LongAdder();
  private final LongAdder conflated = new LongAdder();
  private final LongAdder sentAway = new LongAdder();

  void began(Origin from) {
    begun.count(from);
  }

  /** The feed has told all readers. */
  void announced(GapReason reason) {
    announced.count(reason);
  }

  /** One reader has been told. */
  void told(Gap gap) {
    told.count(gap.reason());
    if (gap.count() != Gap.UNKNOWN) {
      (gap.reason() == GapReason.CONFLATED ? conflated : lost).add(gap.count());
    }
  }

  void sentAway() {
    sentAway.increment();
  }

  Map<Origin, Long> begun() {
    return begun.all();
  }

  Map<GapReason, Long> announced() {
    return announced.all();
  }

  StreamCounters.Missed missed() {
    return new StreamCounters.Missed(told.all(), lost.sum(), conflated.sum(), sentAway.sum());
  }
}
