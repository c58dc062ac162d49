package io.github.ssebridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the newest event of each key, in the order in which they came. */
final class LatestCursor extends Cursor {
  /*
   * A round goes to where the log ends when it begins. The client is told first how many events of
   * the round newer ones stand in for; those that are superseded while the round is under way are
   * told with the next one, since that is where their successors are.
   */

  private final LatestTable table;
  private final Seat seat;
  private long roundEnd;
  private long toldInRound;
  private long skippedInRound;

  LatestCursor(EventLog log, long next, Seat seat, LatestTable table) {
    super(log, next);
    this.table = table;
    this.seat = seat;
    this.roundEnd = next;
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    if (next >= roundEnd && !beginRound()) {
      return null;
    }
    while (next < roundEnd) {
      long oldest = log.oldest();
      LogSlice slice =
          next < oldest ? pollKept(Math.min(oldest, roundEnd), maxBytes) : pollLog(maxBytes);
      if (slice != null) {
        return slice;
      }
      if (next < table.complete()) {
        skipToComplete();
        return null;
      }
    }
    return null;
  }

  @Override
  void close() {
    seat.leave();
  }

  /** Whether there is something to read, and nothing to be told before. */
  private boolean beginRound() {
    if (next < table.complete()) {
      skipToComplete();
      return false;
    }
    long carried = skippedInRound - toldInRound;
    roundEnd = log.next();
    toldInRound = carried + countSuperseded(next, roundEnd);
    skippedInRound = carried;
    if (toldInRound == 0) {
      return next < roundEnd;
    }
    tell(GapReason.CONFLATED, roundEnd, toldInRound);
    return false;
  }

  private void skipToComplete() {
    long complete = table.complete();
    tell(GapReason.LAPPED, complete, Gap.UNKNOWN);
    next = complete;
    roundEnd = next;
    toldInRound = 0;
    skippedInRound = 0;
  }

  private long countSuperseded(long from, long end) {
    long count = 0;
    long oldest = Math.min(end, log.oldest());
    if (from < oldest) {
      count += oldest - from - table.kept(from, oldest).size();
    }
    long at = Math.max(from, oldest);
    while (at < end) {
      LogSegment segment = log.segmentOf(at);
      long until = Math.min(end, Math.max(at + 1, segment.endSequence()));
      for (; at < until; at++) {
        if (segment.isSuperseded(at)) {
          count++;
        }
      }
    }
    return count;
  }

  private @Nullable LogSlice pollKept(long end, int maxBytes) {
    long begin = next;
    Batch batch = new Batch(maxBytes);
    boolean full = false;
    for (Map.Entry<Long, KeptEvents.Kept> event : table.kept(begin, end).entrySet()) {
      byte[] block = event.getValue().block();
      full = !batch.hasRoom(block.length);
      if (full) {
        break;
      }
      batch.add(block);
      skippedInRound += event.getKey() - next;
      next = event.getKey() + 1;
    }
    if (!full) {
      skippedInRound += end - next;
      next = end;
    }
    if (begin < table.complete()) {
      // Some have been given up while this read: whoever is told so must not get later ones first.
      next = begin;
      return null;
    }
    return batch.toSlice();
  }

  private @Nullable LogSlice pollLog(int maxBytes) {
    LogSegment segment = log.segmentOf(next);
    if (segment.firstSequence() > next || !segment.hold()) {
      return null;
    }
    long end = Math.min(roundEnd, segment.sliceEnd(next, maxBytes));
    long until = runEnd(segment, next, end);
    if (until == end) {
      LogSlice slice = LogSlice.of(segment, next, end);
      next = end;
      return slice;
    }
    Batch batch = new Batch(maxBytes);
    while (next < end) {
      if (until == next) {
        skippedInRound++;
        next++;
      } else {
        batch.add(segment, next, until);
        next = until;
      }
      until = runEnd(segment, next, end);
    }
    segment.release();
    return batch.toSlice();
  }

  /** Before which event a run ends that begins at one and has none that is superseded. */
  private static long runEnd(LogSegment segment, long from, long end) {
    long until = from;
    while (until < end && !segment.isSuperseded(until)) {
      until++;
    }
    return until;
  }
}
