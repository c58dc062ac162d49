package io.github.ssebridge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The readers of one log on one thread, woken together.
 *
 * <p>Confined to the thread of its {@link ReaderLoop}, but for {@link #signal}, which the log's
 * writer calls.
 */
final class Audience {

  private final ReaderLoop loop;
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final List<Subscription> readers = new ArrayList<>();

  // A round visits every reader once; it may take several turns of the loop.
  private int nextReader;
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
      loop.enqueue(this);
    }
  }

  void add(Subscription reader) {
    reader.seat(readers.size());
    readers.add(reader);
  }

  void remove(Subscription reader) {
    Subscription last = readers.remove(readers.size() - 1);
    if (last != reader) {
      readers.set(reader.seat(), last);
      last.seat(reader.seat());
      if (leftInRound > 0) {
        // The reader that moved may have been still to come in this round: begin another.
        signal();
      }
    }
  }

  boolean isEmpty() {
    return readers.isEmpty();
  }

  /**
   * Wakes readers until the round is complete or {@code most} have been woken.
   *
   * @return how many were woken
   */
  int drain(int most) {
    // Before anything is read, so that an append from now on signals again.
    if (signalled.getAndSet(false)) {
      leftInRound = readers.size();
    }
    int woken = 0;
    while (leftInRound > 0 && woken < most && !readers.isEmpty()) {
      if (nextReader >= readers.size()) {
        nextReader = 0;
      }
      leftInRound--;
      woken++;
      readers.get(nextReader++).wake();
    }
    if (leftInRound > 0 && !readers.isEmpty()) {
      loop.enqueue(this);
    }
    return woken;
  }
}
