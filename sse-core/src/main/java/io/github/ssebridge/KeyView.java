package io.github.ssebridge;

import java.util.Arrays;

/**
 * Where the events of one key are in a log, while somebody reads that key.
 *
 * <p>Each event of the key has a number here, one more than the one before; so a reader knows how
 * many it has missed. The writer of the log and the readers of the key take turns under this
 * monitor, for moments.
 */
final class KeyView {

  /** Stands for an event that is not known any more; sequences begin at 1. */
  static final long FORGOTTEN = 0;

  final Key key;
  private final EventLog log;
  final Audiences audiences = new Audiences();

  // Guarded by the monitor of the log's KeyViews.
  int readers;

  // The sequences of the events from `first` to before `end`, at their number modulo the length.
  private long[] sequences = new long[8];
  private long first;
  private long end;

  // No event of the key from this sequence on is missing here, but for those that were forgotten.
  private long coversFrom = Long.MAX_VALUE;
  private long forgottenBefore;

  KeyView(EventLog log, Key key) {
    this.log = log;
    this.key = key;
  }

  /** An event of the key has been published. */
  synchronized void append(long sequence) {
    if (end > first && sequenceAt(end - 1) >= sequence) {
      // A reader that opened this view at the same time has found the event in the log.
      return;
    }
    if (end - first == sequences.length) {
      grow(sequences.length * 2);
    }
    sequences[slot(end++)] = sequence;
  }

  synchronized long coversFrom() {
    return coversFrom;
  }

  /** Adds what a look into the log has found from a sequence on, in order. */
  synchronized void cover(long from, long[] found) {
    long known = end > first ? sequenceAt(first) : Long.MAX_VALUE;
    long[] older = Arrays.stream(found).filter(s -> s < known && s >= forgottenBefore).toArray();
    if (end - first + older.length > sequences.length) {
      grow((int) (end - first) + 2 * older.length);
    }
    for (int i = older.length - 1; i >= 0; i--) {
      sequences[slot(--first)] = older[i];
    }
    coversFrom = Math.min(coversFrom, from);
  }

  /**
   * Forgets the events that nobody can have any more: those that the log has given up, but not the
   * newest one of the key and announcements if the log keeps these longer.
   *
   * @return the number of the oldest event that is left
   */
  synchronized long forget() {
    LatestTable latest = log.latest();
    boolean announcements = key.equals(Key.ANNOUNCEMENT);
    long before = latest != null && announcements ? latest.complete() : log.oldest();
    int always = latest != null && !announcements ? 1 : 0;
    while (end - first > always && sequenceAt(first) < before) {
      first++;
      forgottenBefore = before;
    }
    return first;
  }

  /** The number of the first event that is not before a sequence. */
  synchronized long numberOf(long sequence) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >> 1;
      if (sequenceAt(middle) < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The sequence of an event, {@link Long#MAX_VALUE} if it has not come yet, {@link #FORGOTTEN} if
   * its place may be another's by now.
   */
  synchronized long sequenceOf(long number) {
    if (number < first) {
      return FORGOTTEN;
    }
    return number < end ? sequenceAt(number) : Long.MAX_VALUE;
  }

  private long sequenceAt(long number) {
    return sequences[slot(number)];
  }

  private int slot(long number) {
    return Math.floorMod(number, sequences.length);
  }

  private void grow(int length) {
    long[] old = sequences;
    long[] grown = new long[length];
    for (long i = first; i < end; i++) {
      grown[Math.floorMod(i, length)] = old[Math.floorMod(i, old.length)];
    }
    sequences = grown;
  }
}
