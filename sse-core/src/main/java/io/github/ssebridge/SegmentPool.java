package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
  private final List<ByteBuffer> idle = new ArrayList<>();
  private long idleBytes;

  /** A pool for a log whose ordinary segments grow to a size. */
  SegmentPool(int segmentBytes) {
    this.segmentBytes = segmentBytes;
  }

  int segmentBytes() {
    return segmentBytes;
  }

  ByteBuffer take(int bytes) {
    synchronized (idle) {
      for (int i = 0; i < idle.size(); i++) {
        if (idle.get(i).capacity() == bytes) {
          idleBytes -= bytes;
          return idle.remove(i);
        }
      }
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  void give(ByteBuffer memory) {
    if (memory.capacity() < segmentBytes) {
      return;
    }
    synchronized (idle) {
      // The oldest ones make room, for the sizes that are wanted may have changed.
      while (!idle.isEmpty() && idleBytes + memory.capacity() > (long) MAX_IDLE * segmentBytes) {
        idleBytes -= idle.remove(0).capacity();
      }
      idle.add(memory);
      idleBytes += memory.capacity();
    }
  }
}
