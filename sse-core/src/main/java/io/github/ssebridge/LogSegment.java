package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A run of consecutive events in one piece of memory, written once and never again.
 *
 * <p>The memory belongs to the garbage collector: a slice that a socket still holds stays good when
 * the log has long dropped the segment, so nothing counts references. Appended to by the log's
 * writer, read by any thread.
 */
final class LogSegment {

  private final long firstSequence;
  private final ByteBuffer memory;

  // The writer's own view, with a position.
  private final ByteBuffer appending;

  // ends[i] is where event i ends. Volatile because it is replaced when it grows: a reader that has
  // seen a count must also see an array that holds as many.
  private volatile int[] ends = new int[16];

  // Published last: whoever reads a count may read the bytes and ends of that many events.
  private volatile int count;

  LogSegment(long firstSequence, int bytes) {
    this.firstSequence = firstSequence;
    this.memory = ByteBuffer.allocateDirect(bytes);
    this.appending = memory.duplicate();
  }

  boolean hasRoom(int bytes) {
    return appending.remaining() >= bytes;
  }

  int capacity() {
    return memory.capacity();
  }

  void append(SseEncoder.Block block) {
    int index = count;
    int[] known = ends;
    if (index == known.length) {
      known = Arrays.copyOf(known, 2 * index);
    }
    block.writeTo(appending);
    known[index] = appending.position();
    ends = known;
    count = index + 1;
  }

  long firstSequence() {
    return firstSequence;
  }

  /** The sequence that the next event after this segment's has or will have. */
  long endSequence() {
    return firstSequence + count;
  }

  /** The encoded size of one event. */
  int sizeOf(long sequence) {
    return offsetOf(sequence + 1) - offsetOf(sequence);
  }

  /**
   * The events from one to before another, as one slice; the caller has seen that they are there.
   */
  ByteBuffer slice(long from, long end) {
    int start = offsetOf(from);
    return memory.slice(start, offsetOf(end) - start);
  }

  /**
   * Before which event a slice ends that begins at one: as many as fit into {@code maxBytes}, but
   * at least one. The caller has seen that there is one.
   */
  long sliceEnd(long from, int maxBytes) {
    long end = endSequence();
    long limit = (long) offsetOf(from) + maxBytes;
    if (offsetOf(end) <= limit) {
      return end;
    }
    long low = from + 1;
    long high = end - 1;
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (offsetOf(middle) <= limit) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int offsetOf(long sequence) {
    int index = (int) (sequence - firstSequence);
    return index == 0 ? 0 : ends[index - 1];
  }
}
