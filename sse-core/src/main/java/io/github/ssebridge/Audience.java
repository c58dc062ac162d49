package io.github.ssebridge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The readers of one log, or of one key of it, on one thread, woken together.
 *
 * <p>Confined to the thread of its {@link ReaderLoop}, but for {@link #signal}, which the log's
 * writer calls.
 */
final class Audience {

  private final ReaderLoop loop;

  // Whether there is something that not all readers have been woken for.
  private final AtomicBoolean signalled = new AtomicBoolean();

  // Whether it waits for its turn; it never waits twice.
  private final AtomicBoolean queued = new AtomicBoolean();
  private final List<Seat> seats = new ArrayList<>(1);

  // A round visits every reader once; it may take several turns of the loop.
  private int nextSeat;
  private int leftInRound;

  Audience(ReaderLoop loop) {
    this.loop = loop;
  }

  ReaderLoop loop() {
    return loop;
  }

  /** Safe for use by any thread. After the append that it announces has been published. */
  void signal() {
    if (!signalled.get() && signalled.compareAndSet(false, true)) {
      queue();
    }
  }

  private void queue() {
    if (queued.compareAndSet(false, true)) {
      loop.enqueue(this);
    }
  }

  void add(Seat seat) {
    seat.index = seats.size();
    seats.add(seat);
  }

  void remove(Seat seat) {
    Seat last = seats.remove(seats.size() - 1);
    if (last != seat) {
      seats.set(seat.index, last);
      last.index = seat.index;
      if (leftInRound > 0) {
        // The reader that moved may have been still to come in this round: begin another.
        signal();
      }
    }
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }

  /** Wakes readers until the round is complete or {@code most} have been woken. */
  void drain(int most) {
    // First, so that a signal from now on queues this again.
    queued.set(false);
    // Before anything is read, so that an append from now on signals again.
    if (signalled.getAndSet(false)) {
      leftInRound = seats.size();
    }
    for (int i = 0; i < most && leftInRound > 0 && !seats.isEmpty(); i++) {
      if (nextSeat >= seats.size()) {
        nextSeat = 0;
      }
      leftInRound--;
      seats.get(nextSeat++).reader.wake();
    }
    if (leftInRound > 0 && !seats.isEmpty()) {
      queue();
    }
  }
}
