package io.github.ssebridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the newest event of each key, for a client that has yet to get all of a table. */
final class SnapshotCursor extends Cursor {
  /*
   * The table ends where the log does when this begins to read, and from there the client goes on
   * live. The table changes meanwhile: an event that is superseded or deleted is left out, since
   * what stands in for it comes live.
   *
   *   table   a:3  c:7  b:12  d:15 | a:20 (live)
   *            x                   ^ end
   *
   * `sse:open`, what tells of a gap and `begin` have no ids, so a client that is cut there comes
   * back as what it was: without an id, or with the one that brought it here. From then on it has
   * the ids of the events. Such an id means: all events of this node's log up to here. The client
   * has got those of them that are the newest of their keys, and it may lack the others, since they
   * have been superseded or deleted by events after the id, which it gets. And what is left of the
   * table comes after the id too. So it goes on from there like from any other id, at any node.
   */

  private final Cursors cursors;
  private final Seat waitingSeat;
  private SnapshotTable table;
  private boolean begun;
  private boolean done;

  // From where the client goes on live.
  private long end;
  private long[] endPositions = {};
  private long sent;

  SnapshotCursor(Cursors cursors, EventLog log, SnapshotTable table) {
    super(log, 0);
    this.cursors = cursors;
    this.table = table;
    this.waitingSeat = cursors.seat(log.tableReaders());
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    if (done || isReplaced() || !table.isComplete()) {
      return null;
    }
    if (!begun) {
      return begin();
    }
    LogSlice events = events(maxBytes);
    // A table that has been replaced is cleared after that.
    return events == null && !isReplaced() ? end() : events;
  }

  @Override
  Cursor successor() {
    return done ? cursors.goOn(table.era, end, endPositions) : this;
  }

  @Override
  boolean isPlaced() {
    return begun || newestTable().isComplete();
  }

  @Override
  ReaderState state() {
    return begun ? ReaderState.REPLAYING : ReaderState.WAITING;
  }

  @Override
  @Nullable String position() {
    return done ? table.era.format().write(endPositions) : null;
  }

  @Override
  boolean isAtEnd() {
    // Another cursor goes on from here.
    return false;
  }

  @Override
  void close() {
    waitingSeat.leave();
  }

  private SnapshotTable newestTable() {
    SnapshotTable now = log.table();
    return now == null ? table : now;
  }

  /** The source may be another one: then this begins anew, and tells a client that has begun. */
  private boolean isReplaced() {
    SnapshotTable now = newestTable();
    if (now.equals(table)) {
      return false;
    }
    table = now;
    cursors.enter(table.era);
    boolean mustTell = begun;
    begun = false;
    sent = 0;
    if (mustTell) {
      tell(Gap.of(GapReason.SOURCE_RESET));
    }
    return mustTell;
  }

  private LogSlice begin() {
    LogSegment segment;
    do {
      end = table.end();
      segment = log.segmentOf(end);
      // Or else the log has been written once around meanwhile.
    } while (segment.firstSequence() > end);
    SourceEra.Reached reached = table.era.reached();
    endPositions =
        reached.next() == end
            ? reached.positions().clone()
            : table.era.positionsBefore(segment, end);
    next = 0;
    begun = true;
    // Told at both ends: a client that is cut in between never gets the other one.
    long leftOut = table.leftOut(cursors.keys());
    return LogSlice.ofControl(ControlEvents.snapshotBegin(cursors.stream(), leftOut));
  }

  private @Nullable LogSlice events(int maxBytes) {
    Batch batch = new Batch(maxBytes);
    for (Map.Entry<Long, KeptEvents.Kept> event :
        table.events(cursors.keys(), next, end).entrySet()) {
      byte[] block = event.getValue().block();
      if (!batch.hasRoom(block.length)) {
        break;
      }
      batch.add(block);
      sent++;
      next = event.getKey() + 1;
    }
    return batch.toSlice();
  }

  private LogSlice end() {
    done = true;
    next = end;
    ServerSentEvent event =
        ControlEvents.snapshotEnd(cursors.stream(), sent, table.leftOut(cursors.keys()));
    return LogSlice.ofControl(event.withId(table.era.format().write(endPositions)));
  }
}
