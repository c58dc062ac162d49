package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/** Reads every event: what it is behind is contiguous, so it is slices of the log's own memory. */
final class WholeCursor extends SourceCursor {

  private final @Nullable Seat seat;
  private LogSegment segment;

  // Reads the source again what the log has given up; null if that cannot be, or is not wanted.
  private @Nullable Cursors returning;
  private boolean mustReplay;

  /** One that nothing wakes. */
  WholeCursor(EventLog log, long next) {
    this(log, next, log.era(), null, null);
  }

  WholeCursor(
      EventLog log,
      long next,
      @Nullable SourceEra era,
      @Nullable Seat seat,
      @Nullable Cursors returning) {
    super(log, next, era);
    this.seat = seat;
    this.returning = returning;
    this.segment = log.segmentOf(next);
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    if (isLapped()) {
      return null;
    }
    if (next == segment.endSequence() && !isInFollowingSegment()) {
      return null;
    }
    if (!segment.hold()) {
      // Lapped meanwhile: the log has dropped the segment, after it had given up its events.
      isLapped();
      return null;
    }
    long end = segment.sliceEnd(next, maxBytes);
    LogSlice slice = LogSlice.of(segment, next, end);
    next = end;
    return slice;
  }

  /** Whether there is something to read in the segment that this goes on to. */
  private boolean isInFollowingSegment() {
    LogSegment following = log.segmentOf(next);
    if (following.firstSequence() > next) {
      // Lapped meanwhile; the segment before still knows where this was.
      isLapped();
      return false;
    }
    // Not written to while it stays the same, for G1 fences each write to an old object. With the
    // look at the newest segment first (EventLog.indexOf) that bought 11 % for 1,000 readers.
    if (following != segment) {
      segment = following;
    }
    boolean isAtEnd = next == following.endSequence();
    if (isAtEnd && returning != null && !returning.isReplayedWhenLapped()) {
      // A client that comes back is not sent away again before it has once read all there is.
      returning = null;
    }
    return !isAtEnd;
  }

  /** Whether there is nothing to tell, and nobody else who goes on. */
  boolean isAtEase() {
    return !mustReplay && !hasGap();
  }

  @Override
  Cursor successor() {
    return mustReplay && returning != null ? overtaken(returning, segment) : this;
  }

  @Override
  void close() {
    if (seat != null) {
      seat.leave();
    }
  }

  @Override
  @Nullable String position() {
    // Of its own segment, which the log may have dropped.
    return positionIn(segment);
  }

  @Override
  boolean isInPlace() {
    return segment.firstSequence() <= next;
  }

  @Override
  long[] positions() {
    return positionsIn(segment);
  }

  @Override
  long bytesBefore() {
    return segment.bytesBefore(next);
  }

  private boolean isLapped() {
    long oldest = log.oldest();
    if (next >= oldest) {
      return false;
    }
    if (returning != null) {
      mustReplay = true;
      return true;
    }
    tell(GapReason.LAPPED, oldest, oldest - next);
    next = oldest;
    segment = log.segmentOf(next);
    return true;
  }
}
