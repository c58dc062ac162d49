package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.SseEncoder;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries one subscription to one client: the only writer on its response, heartbeats included.
 *
 * <p>Confined to the connection's event loop. Back pressure is to do nothing: while the socket is
 * full the subscription is not polled, and its cursor stands still.
 */
final class SseConnection implements Subscriber {

  // What one connection is given before the others have their turn.
  private static final int MAX_WRITE_BYTES = 64 << 10;

  private static final ByteBuf HEARTBEAT =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(SseEncoder.heartbeat()));

  private final HttpServerResponse response;

  // Only for HTTP/1.0, where the end of the connection is the end of the stream.
  private final @Nullable HttpConnection endsWithStream;
  private final Heartbeats heartbeats;
  private @Nullable Subscription subscription;
  private boolean hasWritten;
  private long quietSinceNanos = System.nanoTime();
  private boolean full;
  private long fullSinceNanos;
  private int seat;

  private SseConnection(HttpServerRequest request, Heartbeats heartbeats) {
    // Neither the request nor its context is kept: they would cost more than all that is here.
    this.response = request.response();
    this.endsWithStream = request.version() == HttpVersion.HTTP_1_0 ? request.connection() : null;
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
      List<StreamSelection> selections,
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
    Subscription subscription =
        hub.subscribe(selections, lastEventId, loop.readerLoop(), connection);
    connection.subscription = subscription;
    heartbeats.add(connection);
    writeHead.run();
    connection.greet(subscription);
    response.drainHandler(drained -> subscription.wakeAgain());
  }

  /** Writes {@code sse:open} along with the head; the rest comes when the others had their turn. */
  private void greet(Subscription opened) {
    LogSlice open = opened.poll(1);
    if (open != null) {
      write(open);
    }
  }

  @Override
  public boolean wake() {
    if (subscription == null || response.ended()) {
      close();
      return false;
    }
    if (isFull()) {
      return false;
    }
    try {
      return writeSome();
    } catch (RuntimeException | Error fault) {
      // Or the client would be sent heartbeats for ever, and nothing else.
      close();
      response.reset();
      throw fault;
    }
  }

  /** Whether there may be more. */
  private boolean writeSome() {
    int written = 0;
    while (written < MAX_WRITE_BYTES && subscription != null) {
      LogSlice next = subscription.poll(MAX_WRITE_BYTES - written);
      if (next == null) {
        return false;
      }
      written += next.bytes().remaining();
      write(next);
    }
    return subscription != null;
  }

  @Override
  public void end() {
    close();
    if (isOver()) {
      return;
    }
    response.end();
    if (endsWithStream != null) {
      endsWithStream.close();
    }
  }

  /**
   * Sends a heartbeat or a position if the connection has been quiet, and ends it if its client
   * takes nothing.
   *
   * @return whether that took some time
   */
  boolean beat(long nowNanos, long intervalNanos, long stallNanos) {
    if (hasWritten) {
      // When exactly is not worth a look at the clock for each write.
      hasWritten = false;
      quietSinceNanos = nowNanos;
    }
    boolean quiet = nowNanos - quietSinceNanos >= intervalNanos;
    if (!quiet && !full) {
      return false;
    }
    if (isOver()) {
      close();
      return false;
    }
    if (isFull()) {
      // A full socket is not quiet, and heartbeats must not pile up on it.
      boolean stalled = nowNanos - fullSinceNanos >= stallNanos;
      if (stalled) {
        close();
        response.reset();
      }
      return stalled;
    }
    if (quiet && subscription != null) {
      speak(subscription);
    }
    return quiet;
  }

  /** Breaks the silence: by where the client would go on, if that has moved, or by a comment. */
  private void speak(Subscription quiet) {
    try {
      // A reader of single keys is not woken by others: it only moves on past them when it looks.
      LogSlice next = quiet.poll(MAX_WRITE_BYTES);
      if (next != null) {
        write(next);
        quiet.wakeAgain();
      } else if (!tellPositions(quiet)) {
        var unused = write(HEARTBEAT.duplicate());
      }
    } catch (RuntimeException | Error fault) {
      // Thrown from here it would end the heartbeats of all other connections.
      close();
      response.reset();
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
    }
  }

  /** Says for each stream that has moved where the client would go on; whether there was one. */
  private boolean tellPositions(Subscription quiet) {
    LogSlice position = quiet.checkpoint();
    boolean moved = position != null;
    while (position != null) {
      write(position);
      position = quiet.checkpoint();
    }
    return moved;
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

  private boolean isFull() {
    boolean wasFull = full;
    full = response.writeQueueFull();
    if (full && !wasFull) {
      fullSinceNanos = System.nanoTime();
    }
    return full;
  }

  private void write(LogSlice slice) {
    // Vert.x never releases a buffer of its users. So the log has its memory back when the write is
    // done, or has failed with the connection.
    var unused =
        write(Unpooled.wrappedBuffer(slice.bytes())).onComplete(written -> slice.release());
  }

  private Future<Void> write(ByteBuf bytes) {
    hasWritten = true;
    return response.write(BufferInternal.buffer(bytes));
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
