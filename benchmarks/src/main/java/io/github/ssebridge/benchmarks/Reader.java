package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that counts its bytes, and looks at some of them. Owned by the benchmark's thread.
 */
final class Reader implements Subscriber {

  private static final int MAX_BYTES = 64 << 10;

  private final Subscription subscription;
  private long bytes;

  // Null but for a check, for a slice is not there any more once it has been released.
  private @Nullable EventCounter counter;

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
    if (counter != null) {
      new SseDecoder(counter).decode(block.duplicate());
    }
  }

  /** Looks at the events that come from now on, until {@link #requireGot}. */
  void look() {
    counter = new EventCounter();
  }

  /** Fails unless this reader got so many bytes, and saw this event as the last. */
  void requireGot(long expectedBytes, ServerSentEvent event) {
    EventCounter seen = Objects.requireNonNull(counter, "nobody looked");
    seen.requireLast(event);
    counter = null;
    if (bytes != expectedBytes) {
      throw new IllegalStateException(
          "a reader should have got " + expectedBytes + " bytes, but got " + bytes);
    }
  }
}
