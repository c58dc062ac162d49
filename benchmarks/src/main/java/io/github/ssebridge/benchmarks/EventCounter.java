package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import org.jspecify.annotations.Nullable;

/** Counts the events of one decoder and keeps the last. Owned by the benchmark's thread. */
final class EventCounter implements SseDecoder.Listener {

  private @Nullable ServerSentEvent last;
  private int count;

  @Override
  public void onEvent(ServerSentEvent event) {
    last = event;
    count++;
  }

  /** Fails unless so many events have come since the last call. */
  int takeExactly(int events) {
    if (count != events) {
      throw new IllegalStateException("expected " + events + " events, but got " + count);
    }
    count = 0;
    return events;
  }

  /** Fails unless the last event was this one, whatever its id. */
  void requireLast(ServerSentEvent event) {
    if (last == null || !last.withId(event.id()).equals(event)) {
      throw new IllegalStateException("expected " + event + ", but got " + last);
    }
  }
}
