package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory of a log's segments that nobody reads any more, kept for the next ones.
 *
 * <p>Without it the memory of a dropped segment would be free only when the garbage collector finds
 * it, and a busy log would take many times its bound until then. Safe for use by any thread: the
 * last reader of a segment gives its memory back.
 */
final class SegmentPool {

  private static final int MAX_IDLE = 4;

  private final int segmentBytes;
  private final Deque<ByteBuffer> idle = new ArrayDeque<>();

  /** A pool of segments of one size, that of a log's largest ordinary ones. */
  SegmentPool(int segmentBytes) {
    this.segmentBytes = segmentBytes;
  }

  int segmentBytes() {
    return segmentBytes;
  }

  ByteBuffer take(int bytes) {
    if (bytes == segmentBytes) {
      synchronized (idle) {
        ByteBuffer used = idle.poll();
        if (used != null) {
          return used;
        }
      }
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  void give(ByteBuffer memory) {
    if (memory.capacity() == segmentBytes) {
      synchronized (idle) {
        if (idle.size() < MAX_IDLE) {
          idle.add(memory);
        }
      }
    }
  }
}
