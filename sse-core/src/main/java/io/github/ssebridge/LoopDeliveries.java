package io.github.ssebridge;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What has been handed to the readers that one stream has on one loop. Counted on the thread of the
 * {@link ReaderLoop}, without anything that threads share; any thread may read.
 */
final class LoopDeliveries {

  // In the middle of the array, so that no two threads count in the same or the next cache line.
  private static final int SLICES = 16;
  private static final int EVENTS = 17;
  private static final int BYTES = 18;
  private static final int LENGTH = 35;

  private final ReaderLoop loop;
  private final AtomicLongArray counts = new AtomicLongArray(LENGTH);

  // Guarded by the monitor of the Deliveries.
  int readers;

  LoopDeliveries(ReaderLoop loop) {
    this.loop = loop;
  }

  ReaderLoop loop() {
    return loop;
  }

  void add(LogSlice slice) {
    add(SLICES, 1);
    add(EVENTS, slice.events());
    add(BYTES, slice.bytes().remaining());
  }

  private void add(int index, long more) {
    counts.setOpaque(index, counts.getPlain(index) + more);
  }

  StreamCounters.Delivered delivered() {
    return new StreamCounters.Delivered(
        counts.getOpaque(SLICES), counts.getOpaque(EVENTS), counts.getOpaque(BYTES));
  }
}
