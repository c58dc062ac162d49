package io.github.ssebridge;

/**
 * One hold of a segment for a turn of a {@link ReaderLoop} and all slices that are handed out in
 * it.
 *
 * <p>Counted on the loop's thread, without an atomic operation: these cost each of a thousand
 * readers two, and kept the processor from looking ahead to the next one. Confined to that thread,
 * but for {@link #release}, which hands itself over from any other.
 */
final class TurnHold implements Hold {

  private final ReaderLoop loop;
  private final Thread thread;
  private final LogSegment segment;

  // The turn, and the slices.
  private int holders = 1;

  /** Of a segment that the caller holds, which this will release. */
  TurnHold(ReaderLoop loop, Thread thread, LogSegment segment) {
    this.loop = loop;
    this.thread = thread;
    this.segment = segment;
  }

  boolean isOf(LogSegment which) {
    return segment == which;
  }

  void add() {
    holders++;
  }

  @Override
  public void release() {
    if (Thread.currentThread() == thread) {
      drop();
    } else {
      // If the loop's thread has stopped, the memory waits for the garbage collector.
      var unused = loop.execute(this::drop);
    }
  }

  private void drop() {
    holders--;
    if (holders == 0) {
      segment.release();
    }
  }
}
