package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * A reader's position in an event log, and which of the events after it the reader wants. Confined
 * to the thread of its {@link ReaderLoop}.
 */
abstract class Cursor {

  final EventLog log;

  /** The sequence of the first event that the reader may still get. */
  long next;

  private @Nullable Gap gap;

  Cursor(EventLog log, long next) {
    this.log = log;
    this.next = next;
  }

  /**
   * The next events, not more bytes than given unless the first event alone is longer.
   *
   * @return null if there is nothing to read now, or if there is a {@link #takeGap gap} to be told
   *     before, or if another cursor {@link #successor goes on}
   */
  abstract @Nullable LogSlice poll(int maxBytes);

  /** Gives up its seats: nothing wakes its reader for it any more. */
  abstract void close();

  /** What the client must be told before the next events, once. */
  final @Nullable Gap takeGap() {
    Gap found = gap;
    gap = null;
    return found;
  }

  final boolean hasGap() {
    return gap != null;
  }

  /** Who goes on from here: this one, or another one that has taken its seats already. */
  Cursor successor() {
    return this;
  }

  /** Whether it is known where the client is. */
  boolean isPlaced() {
    return true;
  }

  /** Whether the log had not yet given up what is next when this was made. */
  boolean isInPlace() {
    return true;
  }

  /** Whether there is nothing after it in the stream. */
  boolean isAtEnd() {
    return next >= log.next();
  }

  /** Another number once the client has got further, or what it does not want has passed it by. */
  long progress() {
    return next;
  }

  /**
   * The id of a client that has got all it wanted of what is before {@link #next}; null if the log
   * does not know any more.
   */
  @Nullable String position() {
    return log.positionBefore(next);
  }

  /** How far behind its reader is. */
  Lag lag() {
    return log.lagFrom(next);
  }

  /** What its reader is doing, unless its connection takes too little. */
  ReaderState state() {
    return ReaderState.LIVE;
  }

  /** The client does not get some or all of the events from {@link #next} to before another. */
  final void tell(GapReason reason, long end, long count) {
    tell(new Gap(reason, position(), log.positionBefore(end), count));
  }

  final void tell(Gap told) {
    gap = told;
  }
}
