package io.github.ssebridge.benchmarks;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import java.time.Duration;

/** Ours. Owned by one thread. */
final class BridgeDecoder implements EventDecoder, SseDecoder.Listener {

  private final Sink sink;
  private final SseDecoder decoder;

  BridgeDecoder(Sink sink) {
    this.sink = sink;
    decoder = new SseDecoder(this, "", new DecoderLimits(32 << 20, 32 << 20, 1 << 16));
  }

  @Override
  public void decode(ChunkedBytes chunks, int events) {
    while (chunks.next()) {
      decoder.decode(chunks.bytes(), chunks.from(), chunks.length());
    }
  }

  @Override
  public void onEvent(ServerSentEvent event) {
    String id = event.id();
    sink.onEvent(id == null ? decoder.lastEventId() : id, event.type(), event.data());
  }

  @Override
  public void onRetry(Duration retry) {
    sink.onRetry(retry.toMillis());
  }
}
