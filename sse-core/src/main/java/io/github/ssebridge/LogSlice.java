package io.github.ssebridge;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whole blocks for one client, ready to be written. Confined to who polled it.
 *
 * <p>The bytes may be the log's own memory, shared with every other client: they must not be
 * written to, and not be read after {@link #release}.
 */
public final class LogSlice {

  private final ByteBuffer bytes;
  private final int events;
  private @Nullable LogSegment held;

  private LogSlice(ByteBuffer bytes, int events, @Nullable LogSegment held) {
    this.bytes = bytes;
    this.events = events;
    this.held = held;
  }

  /** Of a segment that the caller holds, which the slice will release. */
  static LogSlice of(LogSegment held, long from, long end) {
    return new LogSlice(held.slice(from, end), (int) (end - from), held);
  }

  /** Of an event of the bridge's own. */
  static LogSlice ofControl(ServerSentEvent event) {
    return of(ByteBuffer.wrap(SseEncoder.encode(event)), 0);
  }

  /** Of bytes that are this client's alone, and hold so many events of the log. */
  static LogSlice of(ByteBuffer bytes, int events) {
    return new LogSlice(bytes, events, null);
  }

  /** How many events of the log there are in it; the bridge's own do not count. */
  int events() {
    return events;
  }

  /** The blocks: direct memory if they are the log's, else an array of their own. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Lets the log use the memory again; to be called when the bytes have been written or will never
   * be. Further calls do nothing; without one the memory waits for the garbage collector.
   */
  public void release() {
    LogSegment mine = held;
    if (mine != null) {
      held = null;
      mine.release();
    }
  }
}
