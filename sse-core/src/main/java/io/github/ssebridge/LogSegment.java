package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A run of consecutive events in one piece of memory. Appended to by the log's writer, read by any
 * thread.
 *
 * <p>Nothing in it changes while anybody holds it: the log does until it drops the segment, and a
 * reader does from {@link #hold} until it {@link #release}s its slice. The last one gives the
 * memory back for another segment. A holder that forgets to release does no harm, since the memory
 * belongs to the garbage collector in the end.
 */
final class LogSegment {

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final long firstSequence;
  private final long createdMillis;
  private final SegmentPool pool;
  private final int capacity;

  // Not kept once nobody holds it: a reader that stands still still knows its old segment.
  private ByteBuffer memory;

  // The writer's own view, with a position.
  private ByteBuffer appending;

  // The log and the readers; never again above 0 once it was 0.
  private final AtomicInteger holders = new AtomicInteger(1);

  // ends[i] is where event i ends, ages[i] when it came, in milliseconds since createdMillis.
  // Volatile because they are replaced when they grow: a reader that has seen a count must also see
  // arrays that hold as many.
  private volatile int[] ends = new int[16];
  private volatile int[] ages = new int[16];

  // Only if the log's source can be read again.
  private final @Nullable SegmentPositions positions;

  // How many bytes the log had been given before.
  private final long bytesBefore;

  // Made for the first event with a key; before that no event has one.
  private volatile @Nullable SegmentKeys keys;

  // One bit for each event that a newer one of its key stands in for.
  private volatile @Nullable AtomicLongArray superseded;

  // Published last: whoever reads a count may read all about that many events.
  private volatile int count;

  LogSegment(long firstSequence, int bytes, long nowMillis, SegmentPool pool) {
    this(firstSequence, bytes, nowMillis, pool, null, 0);
  }

  LogSegment(
      long firstSequence,
      int bytes,
      long nowMillis,
      SegmentPool pool,
      long @Nullable [] start,
      long bytesBefore) {
    this.firstSequence = firstSequence;
    this.positions = start == null ? null : new SegmentPositions(start);
    this.bytesBefore = bytesBefore;
    this.createdMillis = nowMillis;
    this.pool = pool;
    this.memory = pool.take(bytes);
    this.appending = memory.duplicate().clear();
    this.capacity = memory.capacity();
  }

  boolean hasRoom(int bytes, long nowMillis) {
    return appending.remaining() >= bytes && nowMillis - createdMillis <= Integer.MAX_VALUE;
  }

  int capacity() {
    return capacity;
  }

  void append(Block block, Key key, long nowMillis) {
    append(block, key, nowMillis, SegmentPositions.NO_PARTITION, 0);
  }

  void append(Block block, Key key, long nowMillis, int partition, long position) {
    int index = count;
    if (index == ends.length) {
      ends = Arrays.copyOf(ends, 2 * index);
      ages = Arrays.copyOf(ages, 2 * index);
    }
    block.writeTo(appending);
    ends[index] = appending.position();
    ages[index] = (int) (nowMillis - createdMillis);
    if (keys == null && !key.equals(Key.NONE)) {
      keys = new SegmentKeys(index);
    }
    if (keys != null) {
      keys.append(index, key);
    }
    if (positions != null) {
      positions.append(index, partition, position);
    }
    count = index + 1;
  }

  /** Keeps the memory as it is until {@link #release}; false if it is no longer this segment's. */
  boolean hold() {
    int now = holders.get();
    while (now > 0) {
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
      now = holders.get();
    }
    return false;
  }

  /** Called once for each {@link #hold}, and by the log when it drops the segment. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      ByteBuffer free = memory;
      memory = NONE;
      appending = NONE;
      pool.give(free);
    }
  }

  long firstSequence() {
    return firstSequence;
  }

  /** The sequence that the next event after this segment's has or will have. */
  long endSequence() {
    return firstSequence + count;
  }

  /** How many bytes the log had been given before an event. */
  long bytesBefore(long sequence) {
    return bytesBefore + offsetOf(sequence);
  }

  /** To where in the source the events lead; null if it cannot be read again. */
  @Nullable SegmentPositions positions() {
    return positions;
  }

  /** Where the source had been read to before an event of this segment or its end. */
  long[] positionsBefore(long sequence) {
    return positions == null ? new long[0] : positions.before(indexOf(sequence));
  }

  /** The partition that an event is from, or {@link SegmentPositions#NO_PARTITION}. */
  int partitionOf(long sequence) {
    return positions == null
        ? SegmentPositions.NO_PARTITION
        : positions.partition(indexOf(sequence));
  }

  /** Where the partition of an event goes on after it. */
  long positionAfter(long sequence) {
    return positions == null ? 0 : positions.position(indexOf(sequence));
  }

  /** The encoded size of one event. */
  int sizeOf(long sequence) {
    return offsetOf(sequence + 1) - offsetOf(sequence);
  }

  /** When an event came, by the log's clock. */
  long millisOf(long sequence) {
    return createdMillis + ages[indexOf(sequence)];
  }

  Key keyOf(long sequence) {
    SegmentKeys known = keys;
    return known == null ? Key.NONE : known.key(indexOf(sequence));
  }

  /** Adds the sequences of a key's events from one to before another, newest first. */
  void addEventsOf(Key key, long from, long end, LongStream.Builder found) {
    SegmentKeys known = keys;
    if (known != null) {
      int first = indexOf(Math.max(from, firstSequence));
      int last = indexOf(Math.min(end, endSequence()));
      known.forEach(key, first, last, index -> found.add(firstSequence + index));
    }
  }

  /** Notes that a newer event of its key stands in for an event; called by the writer. */
  void supersede(long sequence) {
    int index = indexOf(sequence);
    AtomicLongArray bits = superseded;
    int words = (ends.length + 63) >>> 6;
    if (bits == null || bits.length() < words) {
      AtomicLongArray more = new AtomicLongArray(words);
      for (int i = 0; bits != null && i < bits.length(); i++) {
        more.setPlain(i, bits.getPlain(i));
      }
      bits = more;
    }
    bits.setRelease(index >>> 6, bits.getPlain(index >>> 6) | (1L << index));
    superseded = bits;
  }

  /** Whether a newer event of its key stands in for an event. */
  boolean isSuperseded(long sequence) {
    AtomicLongArray bits = superseded;
    int index = indexOf(sequence);
    return bits != null
        && (index >>> 6) < bits.length()
        && (bits.getAcquire(index >>> 6) & (1L << index)) != 0;
  }

  /**
   * The events from one to before another, as one slice; the caller holds the segment, and has seen
   * that they are there.
   */
  ByteBuffer slice(long from, long end) {
    int start = offsetOf(from);
    return memory.slice(start, offsetOf(end) - start);
  }

  /** The encoded bytes of an event; the caller holds the segment, and has seen that it is there. */
  byte[] copyOf(long sequence) {
    byte[] block = new byte[sizeOf(sequence)];
    slice(sequence, sequence + 1).get(block);
    return block;
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

  private int indexOf(long sequence) {
    return (int) (sequence - firstSequence);
  }

  private int offsetOf(long sequence) {
    int index = indexOf(sequence);
    return index == 0 ? 0 : ends[index - 1];
  }
}
