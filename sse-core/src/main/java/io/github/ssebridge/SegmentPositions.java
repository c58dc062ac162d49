package io.github.ssebridge;

import java.util.Arrays;

/**
 * To where in its source each event of a segment leads. Appended to by the log's writer, read by
 * any thread, also when the segment has been dropped.
 */
final class SegmentPositions {

  /** The partition of what is not from the source, such as an announcement of the feed's own. */
  static final int NO_PARTITION = -1;

  private final long[] start;

  // Volatile because they are replaced when they grow.
  private volatile int[] partitions = new int[16];
  private volatile long[] positions = new long[16];

  /** Of a segment that begins when the source has been read up to here. */
  SegmentPositions(long[] start) {
    this.start = start.clone();
  }

  void append(int index, int partition, long position) {
    if (index == partitions.length) {
      partitions = Arrays.copyOf(partitions, 2 * index);
      positions = Arrays.copyOf(positions, 2 * index);
    }
    partitions[index] = partition;
    positions[index] = position;
  }

  /** Where the source had been read to before the segment's first event; not to be written to. */
  long[] start() {
    return start;
  }

  /** The partition that an event is from, or {@link #NO_PARTITION}. */
  int partition(int index) {
    return partitions[index];
  }

  /** Where its partition goes on after an event. */
  long position(int index) {
    return positions[index];
  }

  /** Where the source had been read to before an event; the caller may write to it. */
  long[] before(int index) {
    long[] reached = start.clone();
    int[] of = partitions;
    long[] to = positions;
    for (int i = 0; i < index; i++) {
      if (of[i] != NO_PARTITION) {
        reached = moved(reached, of[i], to[i]);
      }
    }
    return reached;
  }

  /** An array with one position set: the same one, or a longer one. */
  static long[] moved(long[] reached, int partition, long position) {
    long[] result = partition < reached.length ? reached : Arrays.copyOf(reached, partition + 1);
    result[partition] = position;
    return result;
  }
}
