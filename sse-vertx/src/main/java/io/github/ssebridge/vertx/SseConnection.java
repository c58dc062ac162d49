package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.SseEncoder;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries one subscription to one client: the only writer on its response, heartbeats included.
 *
 * <p>Confined to the connection's event loop. Back pressure is to do nothing: while the socket is
 * full the subscription is not polled, and its cursor stands still.
 */
final class SseConnection implements Subscriber {

  // As long as the log's segments: larger slices gain nothing. A stalled socket holds on to the
  // last
  // one and to what its write queue took before it was full.
  private static final int MAX_WRITE_BYTES = 256 << 10;

  private static final ByteBuf HEARTBEAT =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(SseEncoder.heartbeat()));

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Heartbeats heartbeats;
  private @Nullable Subscription subscription;
  private long lastWriteNanos = System.nanoTime();
  private int seat;

  private SseConnection(HttpServerRequest request, Heartbeats heartbeats) {
    this.request = request;
    this.response = request.response();
    this.heartbeats = heartbeats;
  }

  /**
   * Subscribes the client, then has the head written.
   *
   * @throws IllegalStateException if the hub has been closed
   */
  static void open(
      HttpServerRequest request,
      EventHub hub,
      String stream,
      @Nullable String lastEventId,
      EventLoopReaders loop,
      Heartbeats heartbeats,
      Runnable writeHead) {
    SseConnection connection = new SseConnection(request, heartbeats);
    HttpServerResponse response = request.response();
    // On the response and not on the connection, so that the reset of an HTTP/2 stream counts.
    response.closeHandler(closed -> connection.close());
    // A client that leaves is no error; the close handler follows.
    response.exceptionHandler(gone -> {});
    if (connection.isOver()) {
      // It left while an earlier handler of the route took its time: nobody will call the above.
      return;
    }
    connection.subscription = hub.subscribe(stream, lastEventId, loop.readerLoop(), connection);
    heartbeats.add(connection);
    writeHead.run();
    response.drainHandler(drained -> connection.wake());
    connection.wake();
  }

  @Override
  public void wake() {
    while (subscription != null) {
      if (isOver()) {
        close();
        return;
      }
      ByteBuffer next = response.writeQueueFull() ? null : subscription.poll(MAX_WRITE_BYTES);
      if (next == null) {
        return;
      }
      write(Unpooled.wrappedBuffer(next));
    }
  }

  @Override
  public void end() {
    close();
    if (isOver()) {
      return;
    }
    response.end();
    if (request.version() == HttpVersion.HTTP_1_0) {
      request.connection().close();
    }
  }

  void heartbeatIfQuiet(long nowNanos, long intervalNanos) {
    if (isOver()) {
      close();
    } else if (nowNanos - lastWriteNanos >= intervalNanos && !response.writeQueueFull()) {
      // A full socket is not quiet, and heartbeats must not pile up on it.
      write(HEARTBEAT.duplicate());
    }
  }

  int seat() {
    return seat;
  }

  void seat(int newSeat) {
    seat = newSeat;
  }

  /** Closed by the client, or ended by another handler of the route, such as one for timeouts. */
  private boolean isOver() {
    return response.closed() || response.ended();
  }

  private void write(ByteBuf bytes) {
    lastWriteNanos = System.nanoTime();
    response.write(BufferInternal.buffer(bytes));
  }

  private void close() {
    Subscription ending = subscription;
    if (ending != null) {
      subscription = null;
      heartbeats.remove(this);
      ending.close();
    }
  }
}
