package io.github.ssebridge.benchmarks;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.SseEvent;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/**
 * The stream of the Vert.x web client, which is given buffers around the bytes. Owned by one
 * thread.
 */
final class VertxDecoder implements EventDecoder {

  private final Sink sink;
  private final BodyStream<Void> stream;
  private @Nullable Throwable failure;

  VertxDecoder(Sink sink) {
    this.sink = sink;
    try {
      stream = BodyCodec.sseStream(events -> events.handler(this::onEvent)).stream();
    } catch (Exception e) {
      throw new IllegalStateException("Vert.x cannot make a stream", e);
    }
    stream.exceptionHandler(cause -> failure = cause);
  }

  @Override
  public void decode(ChunkedBytes chunks, int events) {
    while (chunks.next()) {
      Buffer chunk =
          BufferInternal.buffer(
              Unpooled.wrappedBuffer(chunks.bytes(), chunks.from(), chunks.length()));
      var unused = stream.write(chunk);
    }
    if (failure != null) {
      throw new IllegalStateException("Vert.x cannot read the stream", failure);
    }
  }

  private void onEvent(SseEvent event) {
    if (event.retry() > 0) {
      sink.onRetry(event.retry());
    }
    sink.onEvent(event.id(), event.event(), event.data());
  }
}
