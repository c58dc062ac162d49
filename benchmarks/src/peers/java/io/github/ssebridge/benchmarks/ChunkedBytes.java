package io.github.ssebridge.benchmarks;

/**
 * A stream in chunks, one after the other, as they would come from a socket. Owned by one thread.
 */
final class ChunkedBytes {

  private final byte[] bytes;
  private final int first;
  private final int others;
  private int from;
  private int length;

  /**
   * A stream in chunks of a size, but for the first and the last.
   *
   * @param first the size of the first
   */
  ChunkedBytes(byte[] bytes, int first, int others) {
    this.bytes = bytes;
    this.first = first;
    this.others = others;
  }

  static ChunkedBytes of(byte[] bytes, int size) {
    return new ChunkedBytes(bytes, size, size);
  }

  /** Before the first chunk again. */
  ChunkedBytes rewind() {
    from = 0;
    length = 0;
    return this;
  }

  /** Goes on to the next chunk; false if there is none. */
  boolean next() {
    int size = from + length == 0 ? first : others;
    from += length;
    length = Math.min(size, bytes.length - from);
    return length > 0;
  }

  /** The whole stream. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the chunk begins. */
  int from() {
    return from;
  }

  /** How long the chunk is. */
  int length() {
    return length;
  }

  /** Leaves out so many bytes of the chunk. */
  void skip(int count) {
    from += count;
    length -= count;
  }
}
