package io.github.ssebridge;

/** Finds the ends of lines in UTF-8: CR and LF. Eight bytes at a time; stateless. */
final class LineEnds {

  private LineEnds() {}

  /** Where the next CR or LF is, {@code end} if there is none before that. */
  static int next(byte[] text, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long marks = Words.mayEndLines(Words.get(text, at));
      while (marks != 0) {
        int found = at + (Long.numberOfTrailingZeros(marks) >>> 3);
        if (isEnd(text[found])) {
          return found;
        }
        marks &= marks - 1;
      }
    }
    while (at < end && !isEnd(text[at])) {
      at++;
    }
    return at;
  }

  static boolean isEnd(byte character) {
    return character == '\n' || character == '\r';
  }

  /** Where the line after an end begins: CRLF is one end. */
  static int skip(byte[] text, int lineEnd, int end) {
    boolean crlf = text[lineEnd] == '\r' && lineEnd + 1 < end && text[lineEnd + 1] == '\n';
    return crlf ? lineEnd + 2 : lineEnd + 1;
  }
}
