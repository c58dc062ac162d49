package io.github.ssebridge.redis;

import org.jspecify.annotations.Nullable;

/**
 * The id of an entry in a Redis stream, which orders the entries.
 *
 * @param millis milliseconds since 1970, or what the application has made of them; unsigned
 * @param sequence which one it is of those of the same millisecond; unsigned
 */
record EntryId(long millis, long sequence) implements Comparable<EntryId> {

  /** Before the first entry. */
  static final EntryId ZERO = new EntryId(0, 0);

  // So many digits are always fewer than a long has room for.
  private static final int FEW_DIGITS = 18;
  private static final int MOST_DIGITS = 20;

  /** An id as Redis writes it; null if the text is none. */
  static @Nullable EntryId read(String text) {
    int dash = text.indexOf('-');
    boolean isId = dash >= 0 && isNumber(text, 0, dash) && isNumber(text, dash + 1, text.length());
    return isId ? parse(text, dash) : null;
  }

  /** An id that Redis has written. */
  static EntryId of(String text) {
    EntryId id = read(text);
    if (id == null) {
      throw new IllegalArgumentException("not the id of an entry: " + text);
    }
    return id;
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return to > from && to - from <= MOST_DIGITS;
  }

  private static @Nullable EntryId parse(String text, int dash) {
    try {
      return new EntryId(number(text, 0, dash), number(text, dash + 1, text.length()));
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  private static long number(String text, int from, int to) {
    if (to - from > FEW_DIGITS) {
      return Long.parseUnsignedLong(text, from, to, 10);
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + (text.charAt(i) - '0');
    }
    return number;
  }

  boolean isAfter(EntryId other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(EntryId other) {
    int byMillis = Long.compareUnsigned(millis, other.millis);
    return byMillis != 0 ? byMillis : Long.compareUnsigned(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + '-' + Long.toUnsignedString(sequence);
  }
}
