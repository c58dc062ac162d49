package io.github.ssebridge;

import java.util.HashMap;
import java.util.Map;

/** What has been handed to the readers of one stream, on whatever loop; its monitor guards it. */
final class Deliveries {

  private final Map<ReaderLoop, LoopDeliveries> loops = new HashMap<>();

  // Of loops that have no readers any more.
  private StreamCounters.Delivered before = StreamCounters.Delivered.NOTHING;

  /** Where what a reader is handed is counted. */
  synchronized LoopDeliveries join(ReaderLoop loop) {
    LoopDeliveries joined = loops.computeIfAbsent(loop, LoopDeliveries::new);
    joined.readers++;
    return joined;
  }

  /** A reader is gone; called on the thread of its loop, where nothing is counted meanwhile. */
  synchronized void leave(LoopDeliveries left) {
    left.readers--;
    if (left.readers == 0) {
      loops.remove(left.loop());
      before = before.plus(left.delivered());
    }
  }

  synchronized StreamCounters.Delivered sum() {
    StreamCounters.Delivered sum = before;
    for (LoopDeliveries loop : loops.values()) {
      sum = sum.plus(loop.delivered());
    }
    return sum;
  }
}
