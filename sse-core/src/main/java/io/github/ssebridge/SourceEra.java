package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * What a log knows of a source that can be read again, for as long as it is the same source: a
 * topic that is deleted and created again begins another era. Changed by the log's writer, read by
 * any thread.
 */
final class SourceEra {

  // Replaced when partitions are added.
  private volatile PositionFormat format;

  /** The first event of the log whose position is one of this era. */
  final long first;

  /** Where a client begins that wants what comes from now on. */
  final long[] live;

  private final long[] from;

  // The one after it, of whose events all are in the log from its first one on.
  private volatile @Nullable SourceEra following;

  // Where the source ended when the feed last looked, and how often it has looked.
  private volatile Look look = new Look(0, new long[0]);

  // Where the source has been read to, although no event has come of it.
  private volatile Reached reached;

  SourceEra(PositionFormat format, long first, long[] from, long[] live) {
    this.format = format;
    this.first = first;
    this.from = from.clone();
    this.live = live.clone();
    this.reached = new Reached(first, this.from);
  }

  /**
   * Where a client goes on in the log that is at these positions; null if the log no longer has
   * everything that the client has yet to get, or goes on with another source.
   */
  @Nullable Place find(EventLog log, long[] at) {
    Place found = search(log, at);
    // Afterwards, for what has been looked at may have been of another source.
    return equals(log.era()) ? found : null;
  }

  private @Nullable Place search(EventLog log, long[] at) {
    // First, so that it is in these segments, or before them: of what comes after them nothing is
    // known here.
    long base = Math.max(log.oldest(), first);
    LogSegment[] segments = log.segments();
    int low = EventLog.indexOf(segments, base);
    long[] before = positionsBefore(segments[low], base);
    if (!includes(at, before)) {
      return null;
    }
    int high = segments.length - 1;
    int found = low;
    while (found < high) {
      int middle = (found + high + 1) >>> 1;
      if (includes(at, start(segments[middle]))) {
        found = middle;
      } else {
        high = middle - 1;
      }
    }
    return found == low
        ? new Place(base, before)
        : new Place(segments[found].firstSequence(), start(segments[found]).clone());
  }

  /** Where the source had been read to before an event of a segment, or the segment's end. */
  long[] positionsBefore(LogSegment segment, long sequence) {
    boolean nothingYet = segment.firstSequence() < first || segment.positions() == null;
    return nothingYet ? from.clone() : segment.positionsBefore(sequence);
  }

  /** Where a client is that has got all of a log before an event. */
  long[] positionsAt(LogSegment segment, long sequence) {
    Reached now = reached;
    return now.next() == sequence ? now.positions().clone() : positionsBefore(segment, sequence);
  }

  /** Whether a client at these positions has got everything up to others. */
  boolean includes(long[] at, long[] others) {
    for (int i = 0; i < others.length; i++) {
      if (!format().includes(position(at, i), others[i])) {
        return false;
      }
    }
    return true;
  }

  /** How many records there may be from one position to another. */
  long distance(long[] at, long[] to) {
    long sum = 0;
    for (int i = 0; i < to.length; i++) {
      sum += format().distance(position(at, i), to[i]);
    }
    return sum;
  }

  static long position(long[] at, int partition) {
    return partition < at.length ? at[partition] : 0;
  }

  /** The one after it, null if it is the newest one. */
  @Nullable SourceEra following() {
    return following;
  }

  void followedBy(SourceEra next) {
    following = next;
  }

  PositionFormat format() {
    return format;
  }

  void format(PositionFormat newFormat) {
    format = newFormat;
  }

  Look look() {
    return look;
  }

  void looked(long[] ends) {
    look = new Look(look.number + 1, ends.clone());
  }

  Reached reached() {
    return reached;
  }

  void reached(long next, long[] positions) {
    reached = new Reached(next, positions.clone());
  }

  private static long[] start(LogSegment segment) {
    SegmentPositions positions = segment.positions();
    return positions == null ? new long[0] : positions.start();
  }

  /**
   * A place in the log.
   *
   * @param next the first event there
   * @param reached where the source had been read to before it; belongs to the caller
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Place(long next, long[] reached) {}

  /** A look at where the source ends; the array is not to be written to. */
  @SuppressWarnings("ArrayRecordComponent")
  record Look(int number, long[] ends) {}

  /** Where the source has been read to when an event is the next; not to be written to. */
  @SuppressWarnings("ArrayRecordComponent")
  record Reached(long next, long[] positions) {}
}
