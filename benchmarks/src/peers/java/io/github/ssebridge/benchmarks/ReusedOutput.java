package io.github.ssebridge.benchmarks;

import java.io.OutputStream;
import java.util.Arrays;

/** A stream into one array that is used again and again. Owned by the benchmark's thread. */
final class ReusedOutput extends OutputStream {

  private final byte[] bytes = new byte[256 << 10];
  private int length;

  /** Begins at the front again. */
  ReusedOutput reset() {
    length = 0;
    return this;
  }

  @Override
  public void write(int value) {
    bytes[length++] = (byte) value;
  }

  @Override
  public void write(byte[] from) {
    write(from, 0, from.length);
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }
}
