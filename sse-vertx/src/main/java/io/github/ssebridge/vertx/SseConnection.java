package io.github.ssebridge.vertx;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one client that an application writes by hand, such as the answer of a language
 * model; heartbeats, limits and credentials are looked after as for the streams of a hub.
 *
 * <pre>{@code
 * router.get("/answers").handler(SseHandler.create(connection -> answers.pipeTo(connection)));
 * }</pre>
 *
 * <p>What is written is sent in order, and may be written by any thread; handlers are called on the
 * connection's event loop. Ids, if there are to be any, are the application's own: see {@link
 * #lastEventId}. A client for which 16 MiB wait is reset: heed {@link #writeQueueFull}, or use a
 * pipe, which does.
 */
public final class SseConnection extends EventResponse implements WriteStream<ServerSentEvent> {

  private static final long MAX_WAITING_BYTES = 16 << 20;

  private static final Pattern USABLE_ID = Pattern.compile("[!-~]{1,1024}");

  private final RoutingContext request;
  private final ContextInternal context;
  private final Promise<Void> closed;
  private @Nullable String id;
  private boolean headWritten;
  private boolean retryTold;
  private long waitingBytes;
  private @Nullable Handler<Throwable> exceptionHandler;

  SseConnection(
      RoutingContext request, ContextInternal context, Visitor visitor, LoopConnections home) {
    super(request.request(), visitor, home);
    this.request = request;
    this.context = context;
    this.closed = context.promise();
    this.id = lastEventId();
  }

  /** What the connection is called, in logs and in {@code sse:reauth}. */
  public String id() {
    return visitor().id();
  }

  /** The request: its path, its parameters, its session. */
  public RoutingContext routingContext() {
    return request;
  }

  /** Where the client says it was, null if nowhere; any text, sent by anyone. */
  public @Nullable String lastEventId() {
    return LastEventId.of(request.request());
  }

  /** Who has logged in, null for nobody. */
  public @Nullable User user() {
    return request.user();
  }

  /** The name of who has logged in, null for nobody or for somebody without one. */
  public @Nullable String principal() {
    return visitor().principal();
  }

  /**
   * Sends an event.
   *
   * @return when the socket has taken it; fails if the connection is over, or the event is one of
   *     the bridge's own types
   */
  @Override
  public Future<Void> write(ServerSentEvent event) {
    if (event.isControl()) {
      return context.failedFuture(
          new IllegalArgumentException("types that begin with sse: are the bridge's own"));
    }
    return onEventLoop(() -> writeNow(event));
  }

  /** Ends the stream when what was written has been sent; a browser comes back after it. */
  @Override
  public Future<Void> end() {
    return onEventLoop(
        () -> {
          if (isOpen()) {
            writeHead();
          }
          return end(Departure.FINISHED);
        });
  }

  @Override
  public boolean writeQueueFull() {
    try {
      return isOpen() && response().writeQueueFull();
    } catch (IllegalStateException hasEnded) {
      return false;
    }
  }

  @Override
  public SseConnection setWriteQueueMaxSize(int maxSize) {
    response().setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public SseConnection drainHandler(@Nullable Handler<Void> handler) {
    try {
      if (isOpen()) {
        response().drainHandler(handler);
      }
    } catch (IllegalStateException hasEnded) {
      // Nothing will drain any more.
    }
    return this;
  }

  /** Called when a write fails because the client has gone. */
  @Override
  public SseConnection exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  /** Called once when the connection is over, whoever ended it, and also if it already is. */
  public SseConnection closeHandler(Handler<Void> handler) {
    var unused = closed.future().onComplete(over -> handler.handle(null));
    return this;
  }

  /** Has the application begin, then writes the head if it has not ended the response itself. */
  void begin(Handler<SseConnection> connectHandler, @Nullable Credential credential) {
    open(request, credential);
    try {
      connectHandler.handle(this);
    } catch (RuntimeException | Error fault) {
      if (headWritten) {
        reset(Departure.FAULT);
      } else {
        close(Departure.FAULT);
      }
      throw fault;
    }
    if (mayWrite()) {
      writeHead();
      opened();
    }
  }

  private Future<Void> writeNow(ServerSentEvent event) {
    if (!mayWrite() || isGone()) {
      return failed();
    }
    writeHead();
    ServerSentEvent told = event;
    if (!retryTold) {
      retryTold = true;
      Duration retry = Jitter.longer(home().options().retry());
      told = event.retry() == null ? event.withRetry(retry) : event;
    }
    id = event.id() == null ? id : event.id();
    byte[] block = SseEncoder.encode(told);
    long bytes = block.length;
    waitingBytes += bytes;
    if (waitingBytes > MAX_WAITING_BYTES) {
      reset(Departure.STALLED);
      return failed();
    }
    return writeEvent(block).onComplete(sent -> waitingBytes -= bytes);
  }

  private Future<Void> failed() {
    IllegalStateException gone = new IllegalStateException("the connection is over");
    if (exceptionHandler != null) {
      exceptionHandler.handle(gone);
    }
    return context.failedFuture(gone);
  }

  private void writeHead() {
    if (!headWritten && !response().headWritten()) {
      headWritten = true;
      ResponseHead.write(request, home().options().compression());
    }
  }

  private Future<Void> onEventLoop(Callable<Future<Void>> task) {
    if (home().eventLoop().inEventLoop()) {
      return call(task);
    }
    Promise<Void> done = context.promise();
    context.runOnContext(run -> call(task).onComplete(done));
    return done.future();
  }

  private Future<Void> call(Callable<Future<Void>> task) {
    try {
      return task.call();
    } catch (Exception e) {
      return context.failedFuture(e);
    }
  }

  @Override
  void writeNotice(ServerSentEvent event) {
    writeHead();
    boolean usable = id != null && USABLE_ID.matcher(id).matches();
    var unused = writeEvent(SseEncoder.encode(usable ? event.withId(id) : event));
  }

  @Override
  void awaitClose(RoutingContext of) {
    // An application may add handlers of its own, which would take the place of others.
    int unused = of.addEndHandler(over -> clientHasLeft());
  }

  @Override
  void stop() {
    closed.tryComplete();
  }

  @Override
  boolean speak() {
    writeHead();
    return false;
  }
}
