package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/** Reads every event: what it is behind is contiguous, so it is slices of the log's own memory. */
final class WholeCursor extends SourceCursor {

  private final @Nullable Seat seat;
  private final @Nullable ReaderLoop loop;
  private LogSegment segment;

  // Reads the source again what the log has given up; null if that cannot be, or is not wanted.
  private @Nullable Cursors returning;
  private boolean mustReplay;

  /** One that nothing wakes. */
  WholeCursor(EventLog log, long next) {
    this(log, next, null, null);
  }

  WholeCursor(EventLog log, long next, @Nullable Seat seat, @Nullable Cursors returning) {
    super(log, next);
    this.seat = seat;
    this.loop = seat == null ? null : seat.audience.loop();
    this.returning = returning;
    this.segment = log.segmentOf(next);
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    if (isLapped()) {
      return null;
    }
    if (next == segment.endSequence() && !goOnToNextSegment()) {
      return null;
    }
    Hold hold = hold();
    if (hold == null) {
      // Lapped meanwhile: the log has dropped the segment, after it had given up its events.
      isLapped();
      return null;
    }
    long end = segment.sliceEnd(next, maxBytes);
    LogSlice slice = LogSlice.of(segment, next, end, hold);
    next = end;
    return slice;
  }

  /** Whether there is something to read. */
  private boolean goOnToNextSegment() {
    LogSegment following = log.segmentOf(next);
    if (following.firstSequence() > next) {
      // Lapped meanwhile; the segment before still knows where this was.
      isLapped();
      return false;
    }
    // Neither field is written to as long as it stays what it is: with G1 that would cost each
    // reader of a thousand a memory fence and a card to be refined.
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

  private @Nullable Hold hold() {
    if (loop != null) {
      return loop.hold(segment);
    }
    return segment.hold() ? segment : null;
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
