package io.github.ssebridge;

import java.util.Arrays;

/** A growing array of bytes that says when it would pass its limit. Confined to its owner. */
final class Bytes {

  private static final byte[] LF = {'\n'};

  private final int limit;
  private byte[] array = new byte[64];
  private int length;

  Bytes(int limit) {
    this.limit = limit;
  }

  /** False, with nothing appended, if this would grow beyond its limit. */
  boolean append(byte[] source, int from, int count) {
    if (count > limit - length) {
      return false;
    }
    if (count > array.length - length) {
      long doubled = Math.max(2L * array.length, (long) length + count);
      array = Arrays.copyOf(array, (int) Math.min(doubled, limit));
    }
    System.arraycopy(source, from, array, length, count);
    length += count;
    return true;
  }

  /** Appends a line and its LF; false, with nothing appended, if this would pass the limit. */
  boolean appendLine(byte[] source, int from, int count) {
    if (count >= limit - length || !append(source, from, count)) {
      return false;
    }
    return append(LF, 0, 1);
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  /** Empties this, and gives the memory of an unusually long content back. */
  void clear() {
    length = 0;
    if (array.length > 1 << 16) {
      array = new byte[64];
    }
  }
}
