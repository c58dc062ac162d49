package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.nio.ByteBuffer;

/**
 * A subscriber that counts its bytes and keeps the last of them. Owned by the benchmark's thread.
 */
final class Reader implements Subscriber {

  private static final int MAX_BYTES = 64 << 10;

  private final Subscription subscription;
  private ByteBuffer last = ByteBuffer.allocate(0);
  private long bytes;

  Reader(EventHub hub, String stream, ReaderLoop loop) {
    subscription = hub.subscribe(stream, null, loop, this);
    // What every stream begins with is not one of the events.
    wake();
    bytes = 0;
  }

  @Override
  public boolean wake() {
    for (LogSlice block = subscription.poll(MAX_BYTES);
        block != null;
        block = subscription.poll(MAX_BYTES)) {
      take(block.bytes());
      block.release();
    }
    return false;
  }

  @Override
  public void end() {
    subscription.close();
  }

  void take(ByteBuffer block) {
    bytes += block.remaining();
    last = block;
  }

  /** Fails unless this reader got so many bytes, and this event as the last. */
  void requireGot(long expectedBytes, ServerSentEvent event) {
    EventCounter counter = new EventCounter();
    new SseDecoder(counter).decode(last.duplicate());
    counter.requireLast(event);
    if (bytes != expectedBytes) {
      throw new IllegalStateException(
          "a reader should have got " + expectedBytes + " bytes, but got " + bytes);
    }
  }
}
