package io.github.ssebridge;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the events of some keys, in the order in which they came. */
final class KeyCursor extends Cursor {

  private final KeyView[] views;

  // The number of the next event in each view, and its sequence.
  private final long[] numbers;
  private final long[] sequences;

  // The log gave up events before the views knew them, so that nobody can say how many.
  private boolean uncounted;

  // Only for streams that send the newest event of each key.
  private final @Nullable LatestTable table;
  private boolean conflationTold;

  KeyCursor(EventLog log, long next, List<KeyView> views) {
    super(log, next);
    this.views = views.toArray(new KeyView[0]);
    this.table = log.latest();
    this.numbers = views.stream().mapToLong(view -> view.numberOf(next)).toArray();
    this.sequences = new long[numbers.length];
    // After the numbers: what the log still has now, the views have had then.
    this.uncounted = next < (table == null ? log.oldest() : table.complete());
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    while (!mustTell()) {
      LogSlice slice = gather(maxBytes);
      if (slice != null || isAtEnd() || isEvicted()) {
        return slice;
      }
      // The log has given up the next event meanwhile, or a newer one stands in for it.
    }
    return null;
  }

  private boolean mustTell() {
    long oldest = log.oldest();
    long left = 0;
    for (int i = 0; i < views.length; i++) {
      do {
        long first = views[i].forgetBefore(oldest, table == null ? 0 : 1);
        if (table != null && !conflationTold) {
          first = Math.max(first, views[i].end() - 1);
        }
        left += Math.max(0, first - numbers[i]);
        numbers[i] = Math.max(numbers[i], first);
        sequences[i] = views[i].sequenceOf(numbers[i]);
        // The writer may have forgotten it meanwhile.
      } while (sequences[i] == KeyView.FORGOTTEN);
    }
    if (left == 0 && !uncounted) {
      return false;
    }
    if (table == null || uncounted) {
      long end = table == null ? oldest : table.complete();
      tell(GapReason.LAPPED, end, uncounted ? Gap.UNKNOWN : left);
      next = Math.max(next, end);
      uncounted = false;
    } else {
      conflationTold = true;
      tell(GapReason.CONFLATED, sequences[nextView()], left);
    }
    return true;
  }

  private @Nullable LogSlice gather(int maxBytes) {
    Batch batch = new Batch(maxBytes);
    long sequence = sequences[nextView()];
    while (sequence != KeyView.FORGOTTEN && sequence < Long.MAX_VALUE && add(sequence, batch)) {
      next = sequence + 1;
      for (int i = 0; i < views.length; i++) {
        // An announcement is an event of every key.
        if (sequences[i] == sequence) {
          sequences[i] = views[i].sequenceOf(++numbers[i]);
        }
      }
      sequence = sequences[nextView()];
    }
    conflationTold = false;
    return batch.toSlice();
  }

  private boolean add(long sequence, Batch batch) {
    LogSegment segment = log.segmentOf(sequence);
    if (sequence >= log.oldest() && segment.hold()) {
      boolean fits = batch.hasRoom(segment.sizeOf(sequence));
      if (fits) {
        batch.add(segment, sequence, sequence + 1);
      }
      segment.release();
      return fits;
    }
    LatestTable.Kept kept = table == null ? null : table.kept(sequence);
    if (kept == null || !batch.hasRoom(kept.block.length)) {
      return false;
    }
    batch.add(kept.block);
    return true;
  }

  /** Whether the next event was the newest of its key and there was no room for it any more. */
  private boolean isEvicted() {
    int view = nextView();
    long sequence = sequences[view];
    if (table == null || sequence >= table.complete()) {
      return false;
    }
    tell(GapReason.LAPPED, sequence + 1, 1);
    next = sequence + 1;
    numbers[view]++;
    return true;
  }

  private boolean isAtEnd() {
    return Arrays.stream(sequences).allMatch(sequence -> sequence == Long.MAX_VALUE);
  }

  private int nextView() {
    int oldest = 0;
    for (int i = 1; i < sequences.length; i++) {
      if (sequences[i] < sequences[oldest]) {
        oldest = i;
      }
    }
    return oldest;
  }
}
