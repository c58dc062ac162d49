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

  private static final int MOST_DIGITS = 20;

  /** An id as Redis writes it; null if the text is none. */
  static @Nullable EntryId read(String text) {
    int dash = text.indexOf('-');
    return dash < 0 || !isNumber(text, 0, dash) || !isNumber(text, dash + 1, text.length())
        ? null
        : parse(text.substring(0, dash), text.substring(dash + 1));
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

  private static @Nullable EntryId parse(String millis, String sequence) {
    try {
      return new EntryId(Long.parseUnsignedLong(millis), Long.parseUnsignedLong(sequence));
    } catch (NumberFormatException tooLarge) {
      return null;
    }
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
