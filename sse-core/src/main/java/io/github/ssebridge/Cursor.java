package io.github.ssebridge;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A reader's position in an event log. Confined to the thread of its {@link ReaderLoop}.
 *
 * <p>What it is behind is contiguous, so it is handed out as slices of the log's own memory.
 */
final class Cursor {

  private final EventLog log;
  private LogSegment segment;
  private long next;

  Cursor(EventLog log, long next) {
    this.log = log;
    this.next = next;
    this.segment = log.segmentOf(next);
  }

  /** The sequence of the event that is read next. */
  long next() {
    return next;
  }

  /**
   * Whole events from the log's memory, not more bytes than given unless the first event alone is
   * longer; null at the end of the log, and when the log has overtaken this cursor.
   */
  @Nullable ByteBuffer poll(int maxBytes) {
    if (isLapped()) {
      return null;
    }
    if (next == segment.endSequence()) {
      segment = log.segmentOf(next);
      if (segment.firstSequence() > next || next == segment.endSequence()) {
        return null;
      }
    }
    long end = segment.sliceEnd(next, maxBytes);
    ByteBuffer slice = segment.slice(next, end);
    next = end;
    return slice;
  }

  /** Whether the next event is no longer kept. */
  boolean isLapped() {
    return next < log.oldest();
  }

  /** Goes to the oldest event kept, and says what that leaves out. */
  Gap skipToOldest() {
    long oldest = log.oldest();
    Gap gap = log.gap(GapReason.LAPPED, next, oldest);
    next = oldest;
    segment = log.segmentOf(next);
    return gap;
  }
}
