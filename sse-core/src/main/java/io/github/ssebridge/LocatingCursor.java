package io.github.ssebridge;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stands for a client until the feed has found where it begins. */
final class LocatingCursor extends Cursor {

  private final Cursors cursors;
  private final SourceEra era;
  private final Seat waitingSeat;
  private final CompletableFuture<long[]> found;

  LocatingCursor(Cursors cursors, EventLog log, SourceEra era, Replays replays, StartPoint start) {
    super(log, log.next());
    this.cursors = cursors;
    this.era = era;
    this.waitingSeat = cursors.seat(replays.waitingRoom());
    this.found = replays.feed().locate(start).toCompletableFuture();
    // Of what is done by then: a reader that is woken looks.
    var unused = found.whenComplete((positions, failure) -> replays.waitingRoom().signal());
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    return null;
  }

  @Override
  Cursor successor() {
    return found.isDone() ? cursors.at(era, found.join()) : this;
  }

  @Override
  boolean isPlaced() {
    return false;
  }

  @Override
  ReaderState state() {
    return ReaderState.WAITING;
  }

  @Override
  @Nullable String position() {
    return null;
  }

  @Override
  boolean isAtEnd() {
    // Another cursor goes on from here.
    return false;
  }

  @Override
  void close() {
    waitingSeat.leave();
    // Nobody needs the answer any more.
    found.cancel(false);
  }
}
