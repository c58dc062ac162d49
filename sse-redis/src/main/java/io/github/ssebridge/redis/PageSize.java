package io.github.ssebridge.redis;

/**
 * How many entries to ask for, so that an answer takes about so many bytes. Begins with few, since
 * nobody knows how large entries are before the first ones are there. Confined to its owner.
 */
final class PageSize {

  private static final int FIRST = 16;
  private static final int MOST = 1000;
  private static final int GROWTH = 4;

  private final int bytes;
  private int count = FIRST;

  PageSize(int bytes) {
    this.bytes = bytes;
  }

  int next() {
    return count;
  }

  /** What was asked for did not come in time. */
  void tooSlow() {
    count = Math.max(1, count / GROWTH);
  }

  /** Learns from what was read. */
  void learn(StreamPage page) {
    int entries = page.entries().size();
    if (entries > 0) {
      int average = Math.max(1, page.averageBytes());
      int fitting = Math.max(1, bytes / average);
      count = Math.min(Math.min(MOST, GROWTH * count), fitting);
    }
  }
}
