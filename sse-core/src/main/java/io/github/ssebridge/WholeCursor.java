package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/** Reads every event: what it is behind is contiguous, so it is slices of the log's own memory. */
final class WholeCursor extends Cursor {

  private LogSegment segment;

  WholeCursor(EventLog log, long next) {
    super(log, next);
    this.segment = log.segmentOf(next);
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    if (isLapped()) {
      return null;
    }
    if (next == segment.endSequence()) {
      segment = log.segmentOf(next);
      if (next == segment.endSequence()) {
        return null;
      }
    }
    if (segment.firstSequence() > next || !segment.hold()) {
      // Lapped meanwhile: the log has dropped the segment, after it had given up its events.
      isLapped();
      return null;
    }
    long end = segment.sliceEnd(next, maxBytes);
    LogSlice slice = LogSlice.of(segment, next, end);
    next = end;
    return slice;
  }

  private boolean isLapped() {
    long oldest = log.oldest();
    if (next >= oldest) {
      return false;
    }
    tell(GapReason.LAPPED, oldest, oldest - next);
    next = oldest;
    segment = log.segmentOf(next);
    return true;
  }
}
