package io.github.ssebridge.vertx;

import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The response that carries events to one client: the only writer on it, heartbeats included, and
 * who ends it. Confined to the connection's event loop.
 *
 * <p>It is new, then open, then ending until the client has taken its end, then closed. It holds
 * its place among the {@link SseConnections} until it is closed.
 */
abstract class EventResponse {

  private static final ByteBuf HEARTBEAT =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(SseEncoder.heartbeat()));

  private static final Duration REST_OF_TRANSPORT = Duration.ofSeconds(5);

  // In which those take their end who may read no more.
  private static final long END_MILLIS = 500;

  private enum State {
    NEW,
    OPEN,
    ENDING,
    CLOSED
  }

  private final HttpServerResponse response;
  private final HttpConnection transport;

  // For HTTP/1.0, where the end of the connection is the end of the stream.
  private final boolean endsTransport;
  private final boolean sharesTransport;
  private final LoopConnections home;
  private final Visitor visitor;
  private @Nullable CredentialWatch credential;
  private java.util.concurrent.@Nullable Future<?> ageTimer;

  private volatile State state = State.NEW;
  private boolean hasWritten;
  private boolean hasWrittenEvents;
  private long quietSinceNanos = System.nanoTime();
  private long idleSinceNanos = quietSinceNanos;
  private boolean full;
  private long fullSinceNanos;
  private int seat;

  EventResponse(HttpServerRequest request, Visitor visitor, LoopConnections home) {
    // Neither the request nor its context is kept: they would cost more than all that is here.
    this.response = request.response();
    this.transport = request.connection();
    this.endsTransport = request.version() == HttpVersion.HTTP_1_0;
    this.sharesTransport = request.version() == HttpVersion.HTTP_2;
    this.visitor = visitor;
    this.home = home;
  }

  /** Reads no more for the client, which is about to be told why, or has gone. */
  abstract void stop();

  /** Writes a control event, with the id of where the client goes on. */
  abstract void writeNotice(ServerSentEvent event);

  /** Breaks the silence; false if there is nothing to say but a heartbeat. */
  abstract boolean speak();

  /** Takes its place; to be called before anything is written. */
  final void open(RoutingContext context, @Nullable Credential held) {
    state = State.OPEN;
    home.add(this);
    awaitClose(context);
    transport.shutdownHandler(shutdown -> transportShutsDown());
    Duration maxAge = home.options().maxAge();
    if (!maxAge.equals(SseHandlerOptions.NEVER)) {
      ageTimer =
          home.eventLoop()
              .schedule(
                  () -> goAway(Departure.AGE),
                  Jitter.shorterNanos(maxAge, visitor.number()),
                  TimeUnit.NANOSECONDS);
    }
    if (held != null) {
      credential = new CredentialWatch(this, held);
    }
  }

  /** Has {@link #close} called when the client leaves. */
  void awaitClose(RoutingContext context) {
    int added = context.addEndHandler(over -> clientHasLeft());
    if (added == 0) {
      // Nobody else has added one, so nothing needs the context: it would cost more than all that
      // is here. On the response, so that the reset of an HTTP/2 stream counts.
      var unused = context.removeEndHandler(added);
      response.endHandler(null);
      response.closeHandler(closed -> clientHasLeft());
      // A client that leaves is no error; the close handler follows.
      response.exceptionHandler(gone -> {});
    }
  }

  final void clientHasLeft() {
    if (state == State.OPEN || response.closed()) {
      close(Departure.CLIENT);
    }
  }

  /** To be called when the head and what comes with it have been written. */
  final void opened() {
    if (credential != null && isOpen()) {
      credential.begin();
    }
    if (home.connections().isDraining()) {
      goAway(Departure.DRAINING);
    }
  }

  /** Whether events may be written: otherwise it is closed by this, or about to be. */
  final boolean mayWrite() {
    if (state == State.OPEN && response.ended()) {
      close(Departure.ENDED);
    } else if (state == State.OPEN && credential != null && credential.hasExpired()) {
      expire();
    }
    return state == State.OPEN;
  }

  /** Whether it has not been opened: then its place is not its own to give back. */
  final boolean isNew() {
    return state == State.NEW;
  }

  final boolean isOpen() {
    return state == State.OPEN;
  }

  /** Closed by the client, or ended by another handler of the route, such as one for timeouts. */
  final boolean isGone() {
    return response.closed() || (response.ended() && state == State.OPEN);
  }

  final boolean isFull() {
    boolean wasFull = full;
    full = response.writeQueueFull();
    if (full && !wasFull) {
      fullSinceNanos = System.nanoTime();
    }
    return full;
  }

  final boolean isCarriedBy(HttpConnection which) {
    return transport.equals(which);
  }

  /** Tells the client that its credential expires. */
  final void askForCredential(long remainingMillis) {
    if (mayWrite()) {
      writeNotice(Notices.reauth(remainingMillis, visitor.id()));
    }
  }

  final void expire() {
    if (isGone()) {
      close(Departure.CLIENT);
    } else if (isFull()) {
      // What waits for the client would go out later than its credential allows.
      reset(Departure.EXPIRED);
    } else {
      goAway(Departure.EXPIRED);
    }
  }

  /** Tells the client to come back, and ends. */
  final void goAway(Departure why) {
    if (state != State.OPEN) {
      return;
    }
    if (isGone()) {
      close(Departure.CLIENT);
      return;
    }
    writeNotice(Notices.goAway(why, home.options().retry()));
    end(why);
  }

  /** Ends in order. */
  final Future<Void> end(Departure why) {
    if (state != State.OPEN) {
      return Future.succeededFuture();
    }
    if (isGone()) {
      close(Departure.CLIENT);
      return Future.succeededFuture();
    }
    leave(State.ENDING);
    fullSinceNanos = System.nanoTime();
    if (why == Departure.EXPIRED || why == Departure.DISCONNECTED) {
      // Whoever may read no more is not waited for.
      var unused = home.eventLoop().schedule(() -> reset(why), END_MILLIS, TimeUnit.MILLISECONDS);
    }
    return response
        .end()
        .onComplete(
            taken -> {
              close(why);
              closeTransport(why);
            });
  }

  private void closeTransport(Departure why) {
    if (endsTransport) {
      transport.close();
    } else if (why == Departure.DRAINING) {
      // Or the client would come back by the same connection to the same node.
      transport.shutdown(REST_OF_TRANSPORT);
    }
  }

  /** Ends at once. */
  final void reset(Departure why) {
    if (state != State.CLOSED) {
      boolean isGone = response.closed();
      close(why);
      if (!isGone) {
        response.reset();
      }
    }
  }

  /** There is nobody to write to. */
  final void close(Departure why) {
    if (state == State.NEW) {
      stop();
    } else if (state != State.CLOSED) {
      leave(State.CLOSED);
      home.remove(this);
      home.connections().leave(visitor, why);
    }
  }

  private void leave(State next) {
    if (state == State.OPEN) {
      if (ageTimer != null) {
        ageTimer.cancel(false);
      }
      if (credential != null) {
        credential.end();
      }
      stop();
    }
    state = next;
  }

  private void transportShutsDown() {
    if (sharesTransport) {
      EventLoopReaders.of(home.eventLoop()).shutDown(transport);
    } else {
      goAway(Departure.DRAINING);
    }
  }

  /**
   * Sends a heartbeat or a position if the connection has been quiet, and ends it if its client
   * takes nothing.
   *
   * @return whether that took some time
   */
  final boolean beat(long nowNanos) {
    noteWrites(nowNanos);
    if (state == State.OPEN && isIdle(nowNanos)) {
      guarded(() -> goAway(Departure.IDLE));
      return true;
    }
    boolean quiet = nowNanos - quietSinceNanos >= home.options().heartbeat().toNanos();
    if (!quiet && !full && state == State.OPEN) {
      return false;
    }
    if (isGone()) {
      close(Departure.CLIENT);
      return false;
    }
    if (state == State.ENDING || isFull()) {
      // A full socket is not quiet, and heartbeats must not pile up on it.
      boolean stalled = nowNanos - fullSinceNanos >= home.options().stallTimeout().toNanos();
      if (stalled) {
        reset(Departure.STALLED);
      }
      return stalled;
    }
    if (quiet) {
      guarded(this::breakSilence);
    }
    return quiet;
  }

  private void noteWrites(long nowNanos) {
    // When exactly is not worth a look at the clock for each write.
    if (hasWritten) {
      hasWritten = false;
      quietSinceNanos = nowNanos;
    }
    if (hasWrittenEvents) {
      hasWrittenEvents = false;
      idleSinceNanos = nowNanos;
    }
  }

  private boolean isIdle(long nowNanos) {
    Duration maxIdle = home.options().maxIdle();
    return !maxIdle.equals(SseHandlerOptions.NEVER)
        && nowNanos - idleSinceNanos >= Jitter.shorterNanos(maxIdle, visitor.number());
  }

  private void breakSilence() {
    if (mayWrite() && !speak()) {
      var unused = write(HEARTBEAT.duplicate());
    }
  }

  /** Does what would end the heartbeats of all other connections if it threw. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      reset(Departure.FAULT);
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
    }
  }

  /** Goes on for longer; false if it is over, or needs no credential. */
  final boolean renew(Credential by) {
    if (!mayWrite() || credential == null) {
      return false;
    }
    credential.renew(by);
    return true;
  }

  /** Whether it was opened at a URL with a credential that expires. */
  final boolean isAt(String url) {
    return credential != null && credential.isFor(url);
  }

  final void writeEvents(LogSlice slice) {
    hasWrittenEvents = true;
    write(slice);
  }

  final void write(LogSlice slice) {
    // Vert.x never releases a buffer of its users. So the log has its memory back when the write is
    // done, or has failed with the connection.
    var unused =
        write(Unpooled.wrappedBuffer(slice.bytes())).onComplete(written -> slice.release());
  }

  final Future<Void> writeEvent(byte[] block) {
    hasWrittenEvents = true;
    return write(Unpooled.wrappedBuffer(block));
  }

  private Future<Void> write(ByteBuf bytes) {
    hasWritten = true;
    return response.write(BufferInternal.buffer(bytes));
  }

  final HttpServerResponse response() {
    return response;
  }

  final LoopConnections home() {
    return home;
  }

  final Visitor visitor() {
    return visitor;
  }

  final int seat() {
    return seat;
  }

  final void sit(int newSeat) {
    seat = newSeat;
  }
}
