package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * Reads for a client that lacks what the log has given up: from a {@link Replay}, for which it may
 * have to wait, until the log has all that the client still lacks.
 */
final class ReplayCursor extends Cursor {

  private final Cursors cursors;
  private final Replays replays;
  private final SourceEra era;
  private final Seat waitingSeat;
  private long[] at;

  // How many records the source has had up to there, or unknown.
  private long ordinal;
  private @Nullable Replay replay;

  // On the log of the replay, once that has begun.
  private @Nullable SourceCursor reading;
  private boolean mustBeginAnew;

  /**
   * Of a client at these positions.
   *
   * @param ordinal how many records the source had had up to there, or unknown
   */
  ReplayCursor(
      Cursors cursors, EventLog log, SourceEra era, Replays replays, long[] at, long ordinal) {
    super(log, log.next());
    this.cursors = cursors;
    this.replays = replays;
    this.era = era;
    this.at = at;
    this.ordinal = ordinal;
    this.waitingSeat = cursors.seat(replays.waitingRoom());
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    if (isOfAnotherSource() || mustBeginAnew || era.find(log, at) != null || !join()) {
      return null;
    }
    if (reading == null || replay == null) {
      return null;
    }
    reading = shared(reading);
    return read(reading, replay, maxBytes);
  }

  @Override
  Cursor successor() {
    if (isOfAnotherSource()) {
      return cursors.afterReset(position());
    }
    if (mustBeginAnew) {
      return cursors.replaying(era, at, ordinal);
    }
    SourceEra.Place place = era.find(log, at);
    return place == null ? this : new ReturningCursor(cursors, log, era, at, ordinal, place);
  }

  @Override
  boolean isAtEnd() {
    // Another cursor goes on from here.
    return false;
  }

  @Override
  void close() {
    waitingSeat.leave();
    replays.giveUp(this);
    if (reading != null) {
      reading.close();
    }
    if (replay != null) {
      replays.leave(replay);
    }
  }

  @Override
  long progress() {
    // Of the replay: the place in the stream's log does not change.
    return reading == null ? next : reading.next;
  }

  @Override
  ReaderState state() {
    return reading == null ? ReaderState.WAITING : ReaderState.REPLAYING;
  }

  @Override
  String position() {
    return era.format().write(at, ordinal);
  }

  private boolean isOfAnotherSource() {
    return !era.equals(log.era());
  }

  /** Whether the client reads from a replay; that may have begun with something to tell it. */
  private boolean join() {
    if (reading != null) {
      return true;
    }
    if (replay == null) {
      replay = replays.join(this, era, at);
    }
    return replay != null && begin(replay);
  }

  private boolean begin(Replay joined) {
    SourceEra itsEra = joined.log().era();
    if (itsEra == null) {
      // The waiting room is told when it has begun or given up.
      mustBeginAnew = joined.hasEnded();
      return false;
    }
    long[] later = joined.afterExpired(at);
    SourceEra.Place place = itsEra.find(joined.log(), later);
    if (place == null) {
      mustBeginAnew = true;
      return false;
    }
    Gap gap = joined.gapBetween(at, later, ordinal);
    if (gap != null && !cursors.keys().isEmpty()) {
      gap = gap.ofSomeKeys();
    }
    ordinal = joined.ordinalAfterExpired(at, later, ordinal);
    at = later;
    reading = new ReturningCursor(cursors, joined.log(), itsEra, later, ordinal, place);
    if (gap != null) {
      tell(gap);
    }
    return gap == null;
  }

  private @Nullable LogSlice read(SourceCursor from, Replay of, int maxBytes) {
    LogSlice slice = from.poll(maxBytes);
    Gap gap = from.takeGap();
    if (gap != null) {
      tell(gap);
    }
    at = from.positions();
    ordinal = from.ordinal();
    of.hasRead(from.bytesBefore());
    boolean nothing = slice == null && gap == null;
    boolean isLeftBehind = from.next < from.log.oldest();
    boolean isAtItsEnd = of.hasEnded() && from.next == from.log.next();
    mustBeginAnew = nothing && (isLeftBehind || isAtItsEnd);
    return slice;
  }

  /** Reads the log of the replay itself, when its ids say where the client is. */
  private SourceCursor shared(SourceCursor own) {
    boolean isAlone = !own.isMerged() || own.ordinal() != Gap.UNKNOWN;
    if (own instanceof WholeCursor || isAlone || !cursors.keys().isEmpty()) {
      return own;
    }
    WholeCursor whole =
        new WholeCursor(own.log, own.next, own.log.era(), cursors.seat(own.log), cursors);
    // If not, the log has given up what comes next, and only the other one knows where that is.
    SourceCursor kept = whole.isInPlace() ? whole : own;
    (whole.isInPlace() ? own : whole).close();
    return kept;
  }
}
