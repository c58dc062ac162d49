package io.github.ssebridge;

/**
 * Copies text and puts the prefix of a field before each of its lines: finds the ends and copies in
 * one pass, eight bytes at a time. Stateless.
 *
 * <p>Each word is stored as it is. If there is an end in it, the prefix is stored over that, and
 * the next word read from behind it. What a store leaves behind its last byte, the next one
 * overwrites. For lines of 40 bytes that takes a quarter less time than to look for an end and to
 * copy what is before it ({@code CopyBenchmark}).
 */
final class DataLines {

  /** How many bytes more than it says {@link #copy} may write to, behind what it has written. */
  static final int SLACK = 16;

  private static final long NEXT_LINE = Words.of("\n" + TypeField.DATA);
  private static final int GROWTH = TypeField.DATA.length();

  // Bytes that end no line.
  private static final long PADDING = -1;

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
    int from = begin;
    int to = at;
    while (from <= end - Long.BYTES) {
      long word = Words.get(text, from);
      Words.set(target, to, word);
      long marks = Words.mayEndLines(word);
      if (marks == 0) {
        from += Long.BYTES;
        to += Long.BYTES;
        continue;
      }
      int before = Long.numberOfTrailingZeros(marks) >>> 3;
      from += before;
      to += before;
      if (LineEnds.isEnd(text[from])) {
        Words.set(target, to, NEXT_LINE);
        to += 1 + GROWTH;
        from = LineEnds.skip(text, from, end);
      } else {
        to++;
        from++;
      }
    }
    return from == end ? to : copyLast(text, begin, from, end, target, to);
  }

  private static int copyLast(byte[] text, int begin, int from, int end, byte[] target, int to) {
    long word = lastWord(text, begin, from, end);
    Words.set(target, to, word);
    if (Words.mayEndLines(word) == 0) {
      return to + (end - from);
    }
    int next = from;
    int at = to;
    while (next < end) {
      if (LineEnds.isEnd(text[next])) {
        Words.set(target, at, NEXT_LINE);
        at += 1 + GROWTH;
        next = LineEnds.skip(text, next, end);
      } else {
        target[at++] = text[next++];
      }
    }
    return at;
  }

  /** Fewer than eight bytes, followed by some that end no line. */
  private static long lastWord(byte[] text, int begin, int from, int end) {
    int left = (end - from) << 3;
    long padding = PADDING << left;
    if (end - begin >= Long.BYTES) {
      return padding | Words.get(text, end - Long.BYTES) >>> (Long.SIZE - left);
    }
    long word = padding;
    for (int i = end - 1; i >= from; i--) {
      word |= (text[i] & 0xFFL) << ((i - from) << 3);
    }
    return word;
  }
}
