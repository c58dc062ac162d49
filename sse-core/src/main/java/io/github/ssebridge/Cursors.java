package io.github.ssebridge;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cursors of one reader of one log, which one depends on where its client is. Confined to
 * the thread of its {@link ReaderLoop}.
 */
final class Cursors {

  private final String stream;
  private final EventLog log;
  private final @Nullable Replays replays;
  private final Set<Key> keys;
  private final Subscription reader;

  // The source that the reader has begun with; null until it has begun, or if it has no positions.
  private @Nullable SourceEra entered;

  Cursors(
      String stream,
      EventLog log,
      @Nullable Replays replays,
      Set<String> keys,
      Subscription reader) {
    this.stream = stream;
    this.log = log;
    this.replays = replays;
    this.keys = keys.stream().map(Key::of).collect(Collectors.toUnmodifiableSet());
    this.reader = reader;
  }

  String stream() {
    return stream;
  }

  /** The keys that the reader wants; none stands for all events. */
  Set<Key> keys() {
    return keys;
  }

  /** Has the reader woken again soon, although nothing has happened. */
  void wakeAgain() {
    reader.wakeAgain();
  }

  Seat seat(EventLog in) {
    return seat(in.audiences());
  }

  Seat seat(Audiences in) {
    return in.seat(reader);
  }

  /** Whether this is the stream's log, and not that of a replay. */
  boolean isMain(EventLog which) {
    return which.equals(log);
  }

  /** Where a client begins. */
  Beginning begin(@Nullable String lastEventId, StartPoint start) {
    while (true) {
      SourceEra era = log.era();
      entered = era;
      Beginning found =
          era == null ? beginNumbered(lastEventId, start) : beginInSource(era, lastEventId, start);
      if (Objects.equals(era, log.era())) {
        return found;
      }
      // Another source has begun meanwhile: the id may be of that one, or of neither.
      found.cursor().close();
    }
  }

  private Beginning beginNumbered(@Nullable String lastEventId, StartPoint start) {
    // First the seat, then the position: what is appended in between is both signalled and read.
    Seat seat = seat(log);
    EventLog.Resume from = log.resume(lastEventId, start);
    Gap gap = from.gap() == null || keys.isEmpty() ? from.gap() : from.gap().ofSomeKeys();
    return new Beginning(go(from.next(), null, seat), from.resumed(), gap);
  }

  private Beginning beginInSource(SourceEra era, @Nullable String lastEventId, StartPoint start) {
    if (lastEventId == null) {
      return new Beginning(first(era, start), false, null);
    }
    SourcePosition read = era.format().read(lastEventId);
    if (read == null) {
      return new Beginning(live(era), false, Gap.of(GapReason.UNUSABLE_ID));
    }
    SnapshotTable table = log.table();
    if (read.isOutdated() && table != null) {
      Gap gap = new Gap(GapReason.EXPIRED, lastEventId, null, Gap.UNKNOWN);
      return new Beginning(snapshot(table), false, gap);
    }
    if (read.isOfCutSource()) {
      return new Beginning(at(era, read.positions()), false, Gap.of(GapReason.SOURCE_RESET));
    }
    if (read.isOfReplacedSource()) {
      return new Beginning(anew(), false, Gap.of(GapReason.SOURCE_RESET));
    }
    return new Beginning(at(era, read.positions(), read.ordinal()), true, null);
  }

  private Cursor first(SourceEra era, StartPoint start) {
    return start.equals(StartPoint.LATEST) || replays == null
        ? live(era)
        : new LocatingCursor(this, log, era, replays, start);
  }

  /** A client that wants what comes from now on; of a table also what there is. */
  private Cursor live(SourceEra era) {
    SnapshotTable table = log.table();
    return table == null ? liveOnly(era) : snapshot(table);
  }

  private Cursor liveOnly(SourceEra era) {
    Seat seat = seat(log);
    long next = log.next();
    long[] reached = era.positionsBefore(log.segmentOf(next), next);
    if (era.includes(reached, era.live)) {
      return go(next, era, seat);
    }
    // The feed still fills the log with the recent past.
    seat.leave();
    long[] at = reached.clone();
    for (int i = 0; i < era.live.length; i++) {
      if (!era.format().includes(SourceEra.position(at, i), era.live[i])) {
        at = SegmentPositions.moved(at, i, era.live[i]);
      }
    }
    return at(era, at);
  }

  /** A client that has got everything of a source up to these positions. */
  Cursor at(SourceEra era, long[] positions) {
    return at(era, positions, Gap.UNKNOWN);
  }

  private Cursor at(SourceEra era, long[] positions, long ordinal) {
    SourceEra.Place place = era.find(log, positions);
    return place == null
        ? replaying(era, positions, ordinal)
        : new ReturningCursor(this, log, era, positions, ordinal, place);
  }

  /**
   * A client that lacks what the log has given up, or that has to be told that the source is
   * another one by now.
   *
   * @param era the source that it has read so far
   * @param ordinal how many records that had had up to where the client is, or unknown
   */
  Cursor replaying(SourceEra era, long[] at, long ordinal) {
    if (replays == null) {
      throw new IllegalStateException("the source cannot be read again");
    }
    return new ReplayCursor(this, log, era, replays, at, ordinal);
  }

  /**
   * A client whose position was in another source, of which all is new to it, or in this one before
   * it was cut: then it is told when it turns out that it had got what is gone.
   */
  Cursor afterReset(String position) {
    SourceEra era = newestEra();
    SourcePosition same = era.format().read(position);
    if (same != null && same.isCurrent()) {
      // It was cut, and still is the same: whoever has got what is not there any more finds out.
      return at(era, same.positions());
    }
    Cursor cursor = same != null && same.isOfCutSource() ? at(era, same.positions()) : anew();
    cursor.tell(new Gap(GapReason.SOURCE_RESET, position, null, Gap.UNKNOWN));
    return cursor;
  }

  private Cursor anew() {
    SnapshotTable table = log.table();
    return table == null ? at(newestEra(), new long[0]) : snapshot(table);
  }

  private SourceEra newestEra() {
    return Objects.requireNonNull(log.era(), "the log has no positions");
  }

  private SnapshotCursor snapshot(SnapshotTable table) {
    enter(table.era);
    return new SnapshotCursor(this, log, table);
  }

  /** What the reader gets from now on is of this source. */
  void enter(SourceEra era) {
    entered = era;
  }

  /** Who goes on from where a cursor is: it, or another one that has taken its seats already. */
  Cursor successor(Cursor now) {
    SnapshotTable table = tableInsteadOf(now);
    // It has been told that the source is another one, whose table it does not have.
    return table != null && !table.era.equals(entered) && now.next >= table.era.first
        ? snapshot(table)
        : now.successor();
  }

  /** Who goes on after a client has been told of a gap that a cursor has come to. */
  Cursor afterGap(Cursor now, Gap gap) {
    SnapshotTable table = tableInsteadOf(now);
    // What it has got may lack deletions, and then it is no longer the table.
    return table != null && gap.reason() != GapReason.CONFLATED ? snapshot(table) : now;
  }

  /**
   * The table that a reader could begin again with; null if there is none, or it has just begun.
   */
  private @Nullable SnapshotTable tableInsteadOf(Cursor now) {
    return now instanceof SnapshotCursor ? null : log.table();
  }

  /**
   * A client that has got what this log's own readers have got before an event.
   *
   * @param era the source that it has read so far
   * @param at its positions there, from where it goes on if the log has given that event up
   */
  Cursor goOn(SourceEra era, long next, long[] at) {
    Cursor cursor = go(next, era, seat(log));
    // Asked when the cursor is there: otherwise it would not know the positions that it is at.
    if (next >= log.oldest() || log.latest() != null) {
      return cursor;
    }
    cursor.close();
    return at(era, at);
  }

  private Cursor go(long next, @Nullable SourceEra era, Seat seat) {
    LatestTable latest = log.latest();
    if (keys.isEmpty()) {
      return latest == null
          ? new WholeCursor(log, next, era, seat, era == null ? null : this)
          : new LatestCursor(log, next, seat, latest);
    }
    seat.leave();
    List<KeyView> views =
        Stream.concat(keys.stream(), Stream.of(Key.ANNOUNCEMENT))
            .map(key -> log.views().open(key, next))
            .toList();
    List<Seat> seats = views.stream().map(view -> seat(view.audiences)).toList();
    return latest == null
        ? new KeyCursor(log, next, era, views, seats, isReplayedWhenLapped() ? this : null)
        : new LatestKeyCursor(log, next, era, views, seats, latest);
  }

  /** Whether a client that the log has overtaken is not told so: the source has what it missed. */
  boolean isReplayedWhenLapped() {
    return log.era() != null && log.options().overflow() == OverflowPolicy.GAP;
  }

  /**
   * Where a client begins.
   *
   * @param resumed whether it goes on where its id says
   * @param gap what it must be told first, if anything
   */
  record Beginning(Cursor cursor, boolean resumed, @Nullable Gap gap) {}
}
