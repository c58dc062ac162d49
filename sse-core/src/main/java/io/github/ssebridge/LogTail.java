package io.github.ssebridge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The end of a log that is written to, and what makes room there. Owned by the log's writer. */
final class LogTail {

  private static final int MIN_SEGMENT_BYTES = 4 << 10;
  private static final int MAX_SEGMENT_BYTES = 128 << 10;

  private final EventLog log;
  private final LogOptions bounds;
  private final long maxAgeMillis;
  private final @Nullable LatestTable latest;
  private final SegmentPool pool;

  private LogSegment segment;

  // Where the source has been read to; null if it cannot be read again.
  private long @Nullable [] reached;
  private boolean eraBegins;
  private long appendedBytes;

  // Of the events that are kept, and of the segments that they are in.
  private long keptBytes;
  private long capacity;

  LogTail(EventLog log) {
    this.log = log;
    this.bounds = log.options().log();
    this.maxAgeMillis = bounds.maxAgeMillis();
    this.latest = log.latest();
    this.pool = new SegmentPool(segmentBytes(bounds));
    this.segment = log.segmentOf(1);
  }

  /** How large the segments of a log get, but for one that holds a single longer event. */
  private static int segmentBytes(LogOptions bounds) {
    long most = Math.max(MIN_SEGMENT_BYTES, bounds.maxBytes() / 8);
    return (int) Math.min(MAX_SEGMENT_BYTES, most);
  }

  /** What is appended from now on is from a source that has been read up to here. */
  void beginEra(long[] from) {
    reached = from.clone();
    eraBegins = true;
  }

  /** Where the source has been read to; not to be written to. */
  long[] reached() {
    return reached == null ? new long[0] : reached;
  }

  /** How many bytes have been appended. */
  long appendedBytes() {
    return appendedBytes;
  }

  /** The source has been read up to a position of a partition. */
  void moveTo(int partition, long position) {
    reached = SegmentPositions.moved(reached(), partition, position);
  }

  /** Appends an event of a length that the log accepts, and publishes it. */
  void append(long sequence, Block block, int length, Key key, int partition, long position) {
    long now = log.nowMillis();
    boolean hasRoom = !eraBegins && segment.hasRoom(length, now);
    int newBytes = hasRoom ? 0 : nextSegmentBytes(length);
    makeRoom(sequence, length + key.length(), newBytes, now, key);
    if (newBytes > 0) {
      addSegment(sequence, newBytes, now);
    }
    segment.append(block, key, now, partition, position);
    if (partition != SegmentPositions.NO_PARTITION) {
      moveTo(partition, position);
    }
    appendedBytes += length;
    keptBytes += length + key.length();
    log.views().appended(key, sequence);
    if (latest != null) {
      latest.appended(key, sequence, log);
    }
  }

  /** Has the table, if there is one, know of an event that has been published. */
  void updateTable(long sequence, Key key, boolean isDeletion) {
    SnapshotTable table = log.table();
    if (table != null) {
      table.appended(key, sequence, log.segmentOf(sequence), isDeletion);
      completeTable();
    }
  }

  /** What the table has of a key is not true any more. */
  void forget(Key key) {
    SnapshotTable table = log.table();
    if (table != null) {
      table.delete(key);
    }
  }

  /** Wakes those that wait for the table if that is complete now. */
  void completeTable() {
    SnapshotTable table = log.table();
    if (table != null && table.hasReached(reached())) {
      log.tableReaders().signal();
    }
  }

  private void makeRoom(long next, int bytes, int newBytes, long nowMillis, Key coming) {
    LogSegment[] segments = log.segments();
    long first = log.oldest();
    long oldest = first;
    int at = 0;
    while (oldest < next) {
      if (oldest == segments[at].endSequence()) {
        capacity -= segments[at].capacity();
        at++;
      }
      LogSegment from = segments[at];
      if (next - oldest < bounds.maxEvents()
          && bytes <= bounds.maxBytes() - keptBytes
          && newBytes - 2 * pool.segmentBytes() <= bounds.maxBytes() - capacity
          && nowMillis - from.millisOf(oldest) < maxAgeMillis) {
        break;
      }
      if (latest != null) {
        latest.givingUp(from, oldest, coming);
      }
      keptBytes -= from.sizeOf(oldest) + from.keyOf(oldest).length();
      oldest++;
    }
    if (oldest > first) {
      log.giveUpBefore(oldest);
      drop(segments, at);
    }
  }

  private void drop(LogSegment[] segments, int emptied) {
    if (emptied > 0) {
      log.replaceSegments(Arrays.copyOfRange(segments, emptied, segments.length));
      for (int i = 0; i < emptied; i++) {
        segments[i].release();
      }
    }
  }

  /** Twice the one before, or what a longer event takes, rounded so that another may use it. */
  private int nextSegmentBytes(int length) {
    int usual = Math.min(pool.segmentBytes(), Math.max(MIN_SEGMENT_BYTES, 2 * segment.capacity()));
    if (length <= usual) {
      return usual;
    }
    return length > 1 << 30 ? length : Integer.highestOneBit(length - 1) << 1;
  }

  private void addSegment(long next, int bytes, long nowMillis) {
    LogSegment[] segments = log.segments();
    segment = new LogSegment(next, bytes, nowMillis, pool, reached, appendedBytes);
    eraBegins = false;
    capacity += bytes;
    LogSegment last = segments[segments.length - 1];
    boolean lastIsEmpty = last.endSequence() == last.firstSequence();
    int kept = lastIsEmpty ? segments.length - 1 : segments.length;
    LogSegment[] more = Arrays.copyOf(segments, kept + 1);
    more[kept] = segment;
    log.replaceSegments(more);
  }
}
