package io.github.ssebridge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array as one number, the first of them lowest. Stateless. */
final class Words {

  /** A word of which each byte is one. */
  static final long ONES = 0x0101010101010101L;

  /** The highest bit of each byte. */
  static final long HIGH_BITS = 0x8080808080808080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ALL_ABOVE_CR = ('\r' + 1) * ONES;

  private Words() {}

  static long get(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  static void set(byte[] bytes, int at, long word) {
    LONGS.set(bytes, at, word);
  }

  /** ASCII of up to eight characters, followed by zeros. */
  static long of(String text) {
    long word = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      word = (word << Byte.SIZE) | text.charAt(i);
    }
    return word;
  }

  /**
   * Marks by their high bits the bytes that may be CR or LF: all that are not above CR, and now and
   * then the one after such a byte. Text has few of them, so that this one look mostly is enough.
   */
  static long mayEndLines(long word) {
    return word - ALL_ABOVE_CR & ~word & HIGH_BITS;
  }
}
