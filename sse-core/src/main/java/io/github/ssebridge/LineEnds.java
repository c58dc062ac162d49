package io.github.ssebridge;

/** Finds the ends of lines in UTF-8: CR and LF. Eight bytes at a time; stateless. */
final class LineEnds {

  private static final long ALL_LF = '\n' * Words.ONES;
  private static final long ALL_CR = '\r' * Words.ONES;

  private LineEnds() {}

  /** Where the next CR or LF is, {@code end} if there is none before that. */
  static int next(byte[] text, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = Words.get(text, at);
      if (Words.mayEndLines(word) != 0) {
        long found = zeros(word ^ ALL_LF) | zeros(word ^ ALL_CR);
        if (found != 0) {
          return at + (Long.numberOfTrailingZeros(found) >>> 3);
        }
      }
    }
    while (at < end && text[at] != '\n' && text[at] != '\r') {
      at++;
    }
    return at;
  }

  /** Where the line after an end begins: CRLF is one end. */
  static int skip(byte[] text, int lineEnd, int end) {
    boolean crlf = text[lineEnd] == '\r' && lineEnd + 1 < end && text[lineEnd + 1] == '\n';
    return crlf ? lineEnd + 2 : lineEnd + 1;
  }

  /** Marks bytes that are zero; above the first of them also others, which does no harm here. */
  private static long zeros(long word) {
    return word - Words.ONES & ~word & Words.HIGH_BITS;
  }
}
