package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As little as Vert.x can do for a subscriber: the head and, to one who comes back, the rest of one
 * buffer in large writes with back pressure. The buffer never changes.
 */
final class RawArm implements Arm {

  private static final int WRITE_BYTES = 256 << 10;

  private final ByteBuf stored;
  private final AtomicInteger subscribers = new AtomicInteger();

  RawArm(int storedEvents) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(storedEvents * EventText.BLOCK_BYTES);
    EventText text = new EventText();
    for (int sequence = 1; sequence <= storedEvents; sequence++) {
      bytes.put(text.block(sequence, sequence, System.nanoTime()).getBytes(ISO_8859_1));
    }
    this.stored = Unpooled.wrappedBuffer(bytes.flip());
  }

  @Override
  public void accept(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    subscribers.incrementAndGet();
    response.exceptionHandler(gone -> {});
    response.closeHandler(closed -> subscribers.decrementAndGet());
    SseHead.write(response);
    String lastEventId = request.getHeader("Last-Event-ID");
    if (lastEventId != null) {
      int seen = Integer.parseInt(lastEventId.substring(lastEventId.lastIndexOf('.') + 1));
      new Rest(response, seen * EventText.BLOCK_BYTES).write();
    }
  }

  @Override
  public void publish(int key, long sequence, long dueNanos) {
    throw new UnsupportedOperationException("the raw arm only sends what is stored");
  }

  @Override
  public int subscribers() {
    return subscribers.get();
  }

  /** What one subscriber has yet to be sent. Confined to the event loop. */
  private final class Rest {

    private final HttpServerResponse response;
    private int next;

    Rest(HttpServerResponse response, int next) {
      this.response = response;
      this.next = next;
      response.drainHandler(drained -> write());
    }

    void write() {
      while (next < stored.writerIndex() && !response.closed() && !response.writeQueueFull()) {
        int length = Math.min(WRITE_BYTES, stored.writerIndex() - next);
        var unused = response.write(BufferInternal.buffer(stored.slice(next, length)));
        next += length;
      }
    }
  }
}
