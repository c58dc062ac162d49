package io.github.ssebridge;

/**
 * Copies text and puts the prefix of a field before each of its lines: finds the ends and copies in
 * one pass, eight bytes at a time. Stateless.
 *
 * <p>Each word is stored where it belongs if there is no end in it. If there is one, the prefix is
 * stored over it, and what follows it in the word is stored once more, further on. What a store
 * leaves behind its last byte, the next one overwrites. For lines of 40 bytes that takes a quarter
 * less time than to look for an end and to copy what is before it ({@code CopyBenchmark}).
 */
final class DataLines {

  /** How many bytes more than it says {@link #copy} may write to, behind what it has written. */
  static final int SLACK = 16;

  private static final long NEXT_LINE = Words.of("\ndata: ");
  private static final int GROWTH = "data: ".length();

  private DataLines() {}

  /** How many bytes the lines of a text can come to, with what is written behind them. */
  static int bound(int length) {
    return Math.addExact(Math.multiplyExact(length, 1 + GROWTH), SLACK);
  }

  /**
   * Copies the lines of a text, each but the first with its prefix; the caller has made {@link
   * #bound} bytes of room.
   *
   * @return where the last line ends in the target; it has no LF yet
   */
  static int copy(byte[] text, int begin, int end, byte[] target, int at) {
    int to = at;
    int from = begin;
    for (; from <= end - Long.BYTES; from += Long.BYTES) {
      long word = Words.get(text, from);
      Words.set(target, to, word);
      long marks = Words.mayEndLines(word);
      if (marks != 0) {
        int bit = Long.numberOfTrailingZeros(marks) & -Byte.SIZE;
        int found = from + (bit >>> 3);
        boolean isOnlyLf =
            text[found] == '\n'
                && (marks & marks - 1) == 0
                && (found == begin || text[found - 1] != '\r');
        if (isOnlyLf) {
          int lineEnd = to + (bit >>> 3);
          Words.set(target, lineEnd, NEXT_LINE);
          Words.set(target, lineEnd + 1 + GROWTH, word >>> bit >>> Byte.SIZE);
          to += GROWTH;
        } else {
          to += endLines(text, begin, from, word, marks, target, to);
        }
      }
      to += Long.BYTES;
    }
    return from == end ? to : copyLast(text, begin, from, end, target, to);
  }

  private static int copyLast(byte[] text, int begin, int from, int end, byte[] target, int to) {
    int left = end - from;
    long word = lastWord(text, begin, from, end);
    Words.set(target, to, word);
    long marks = Words.mayEndLines(word) & (1L << (left << 3)) - 1;
    return to + left + (marks == 0 ? 0 : endLines(text, begin, from, word, marks, target, to));
  }

  /** Fewer than eight bytes, with zeros after them. */
  private static long lastWord(byte[] text, int begin, int from, int end) {
    if (end - begin >= Long.BYTES) {
      return Words.get(text, end - Long.BYTES) >>> ((Long.BYTES - (end - from)) << 3);
    }
    long word = 0;
    for (int i = end - 1; i >= from; i--) {
      word = (word << 8) | (text[i] & 0xFF);
    }
    return word;
  }

  /**
   * Ends the lines in a word that has been copied as it is.
   *
   * @param marks high bits of the bytes that may be ends, and of all that are
   * @return how many bytes more it has become
   */
  private static int endLines(
      byte[] text, int begin, int from, long word, long marks, byte[] target, int to) {
    int growth = 0;
    for (long left = marks; left != 0; left &= left - 1) {
      int bit = Long.numberOfTrailingZeros(left) & -Byte.SIZE;
      int at = bit >>> 3;
      byte found = text[from + at];
      if (found == '\n' && from + at > begin && text[from + at - 1] == '\r') {
        // CRLF is one end, and CR has been taken for it.
        growth--;
      } else if (found == '\n' || found == '\r') {
        Words.set(target, to + at + growth, NEXT_LINE);
        growth += GROWTH;
      } else {
        continue;
      }
      Words.set(target, to + at + 1 + growth, word >>> bit >>> Byte.SIZE);
    }
    return growth;
  }
}
