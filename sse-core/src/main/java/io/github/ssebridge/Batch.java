package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events that do not stand next to each other in the log, copied together for one write. */
final class Batch {

  private final int maxBytes;
  private byte[] bytes = new byte[512];
  private int length;
  private int events;

  Batch(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Whether so many bytes fit; the first ones always do. */
  boolean hasRoom(int more) {
    return length == 0 || length + more <= maxBytes;
  }

  /** Adds events of a segment that the caller holds. */
  void add(LogSegment segment, long from, long end) {
    events += (int) (end - from);
    add(segment.slice(from, end));
  }

  /** Adds an event. */
  void add(byte[] more) {
    events++;
    add(ByteBuffer.wrap(more));
  }

  @Nullable LogSlice toSlice() {
    return length == 0 ? null : LogSlice.of(ByteBuffer.wrap(bytes, 0, length), events);
  }

  private void add(ByteBuffer more) {
    int size = more.remaining();
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + size, 2 * bytes.length));
    }
    more.get(bytes, length, size);
    length += size;
  }
}
