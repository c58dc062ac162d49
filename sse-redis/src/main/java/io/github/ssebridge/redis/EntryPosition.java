package io.github.ssebridge.redis;

/**
 * An entry's id as one unsigned long: 42 bits are its milliseconds, which last until the year 2109,
 * and 22 bits its number among those of the same millisecond.
 *
 * <p>Ids that do not fit are rounded down to the last position of their millisecond: entries with
 * explicit ids, or more than four million of one millisecond, as when the clock of Redis has been
 * set back. Whoever is at such a position may have got some of its entries and not others, so it
 * includes nothing, not even itself: a client that comes back there is sent them again.
 */
final class EntryPosition {

  private static final int SEQUENCE_BITS = 22;
  private static final long LAST_SEQUENCE = (1L << SEQUENCE_BITS) - 1;
  private static final long LAST_MILLIS = -1L >>> SEQUENCE_BITS;

  private EntryPosition() {}

  /** The position after an entry. */
  static long of(EntryId id) {
    if (Long.compareUnsigned(id.millis(), LAST_MILLIS) > 0) {
      return -1L;
    }
    boolean fits = Long.compareUnsigned(id.sequence(), LAST_SEQUENCE) < 0;
    return id.millis() << SEQUENCE_BITS | (fits ? id.sequence() : LAST_SEQUENCE);
  }

  /** The last position before an entry. */
  static long before(EntryId id) {
    long position = of(id);
    if (position == 0) {
      return 0;
    }
    return isRounded(position - 1) ? position - 2 : position - 1;
  }

  /** The last position before all entries of a time on. */
  static long beforeMillis(long millis) {
    return before(new EntryId(Math.max(0, millis), 0));
  }

  /** The last id at a position; where that is rounded, the one before. */
  static EntryId id(long position) {
    long exact = isRounded(position) ? position - 1 : position;
    return new EntryId(millis(exact), exact & LAST_SEQUENCE);
  }

  static long millis(long position) {
    return position >>> SEQUENCE_BITS;
  }

  static boolean isRounded(long position) {
    return (position & LAST_SEQUENCE) == LAST_SEQUENCE;
  }

  /** Whether a client at one position has got everything up to another one. */
  static boolean includes(long position, long reached) {
    int order = Long.compareUnsigned(reached, position);
    return order < 0 || (order == 0 && !isRounded(position));
  }
}
