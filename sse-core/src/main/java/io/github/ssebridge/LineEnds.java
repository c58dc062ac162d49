package io.github.ssebridge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of lines in UTF-8: CR and LF. Eight bytes at a time; stateless. */
final class LineEnds {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ALL_LF = '\n' * ONES;
  private static final long ALL_CR = '\r' * ONES;
  private static final long ALL_ABOVE = ('\r' + 1) * ONES;

  private LineEnds() {}

  /** Where the next CR or LF is, {@code end} if there is none before that. */
  static int next(byte[] text, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = (long) LONGS.get(text, at);
      // Is any byte less than the one after CR? Rarely, so that this one look is enough.
      if ((word - ALL_ABOVE & ~word & HIGH_BITS) != 0) {
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
    return word - ONES & ~word & HIGH_BITS;
  }
}
