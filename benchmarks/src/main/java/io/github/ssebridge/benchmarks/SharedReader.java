package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.nio.ByteBuffer;

/** A subscriber that counts the bytes of its slices. Owned by the benchmark's thread. */
final class SharedReader implements Subscriber {

  private static final int MAX_BYTES = 64 << 10;

  private final Subscription subscription;
  private ByteBuffer last = ByteBuffer.allocate(0);
  private long bytes;

  SharedReader(EventHub hub, String stream, ReaderLoop loop) {
    subscription = hub.subscribe(stream, null, loop, this);
    // What every stream begins with is not one of the events.
    wake();
    bytes = 0;
  }

  @Override
  public boolean wake() {
    for (LogSlice slice = subscription.poll(MAX_BYTES);
        slice != null;
        slice = subscription.poll(MAX_BYTES)) {
      last = slice.bytes();
      bytes += last.remaining();
      slice.release();
    }
    return false;
  }

  @Override
  public void end() {
    subscription.close();
  }

  long bytes() {
    return bytes;
  }

  /** Fails unless this was the last event. */
  void requireLast(ServerSentEvent event) {
    EventCounter counter = new EventCounter();
    new SseDecoder(counter).decode(last.duplicate());
    counter.requireLast(event);
  }
}
