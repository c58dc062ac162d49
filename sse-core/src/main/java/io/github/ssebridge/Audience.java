package io.github.ssebridge;

import java.util.Arrays;
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
  private Seat[] seats = new Seat[1];

  // Who sits there, beside each other so that waking them goes from one to the next.
  private Subscription[] readers = new Subscription[1];
  private int size;

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
    if (size == seats.length) {
      seats = Arrays.copyOf(seats, 2 * size);
      readers = Arrays.copyOf(readers, 2 * size);
    }
    put(seat, size);
    size++;
  }

  void remove(Seat seat) {
    size--;
    Seat last = seats[size];
    seats[size] = null;
    readers[size] = null;
    if (last != seat) {
      put(last, seat.index);
      if (leftInRound > 0) {
        // The reader that moved may have been still to come in this round: begin another.
        signal();
      }
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  private void put(Seat seat, int index) {
    seat.index = index;
    seats[index] = seat;
    readers[index] = seat.reader;
  }

  /** Wakes readers until the round is complete or {@code most} have been woken. */
  void drain(int most) {
    // First, so that a signal from now on queues this again.
    queued.set(false);
    // Before anything is read, so that an append from now on signals again.
    if (signalled.getAndSet(false)) {
      leftInRound = size;
    }
    for (int i = 0; i < most && leftInRound > 0 && size > 0; i++) {
      if (nextSeat >= size) {
        nextSeat = 0;
      }
      leftInRound--;
      readers[nextSeat++].wake();
    }
    if (leftInRound > 0 && size > 0) {
      queue();
    }
  }
}
