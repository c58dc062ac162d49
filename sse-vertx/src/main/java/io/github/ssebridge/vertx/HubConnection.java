package io.github.ssebridge.vertx;

import io.github.ssebridge.ConnectedClient;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries a hub's subscription to one client. Confined to the connection's event loop.
 *
 * <p>Back pressure is to do nothing: while the socket is full the subscription is not polled, and
 * its cursor stands still.
 */
final class HubConnection extends EventResponse implements Subscriber {

  // What one connection is given before the others have their turn.
  private static final int MAX_WRITE_BYTES = 64 << 10;

  private @Nullable Subscription subscription;

  HubConnection(HttpServerRequest request, Visitor visitor, LoopConnections home) {
    super(request, visitor, home);
  }

  /**
   * Begins to read, and writes {@code sse:open} along with the head; the rest comes when the others
   * had their turn.
   *
   * @param writeHead has the head written
   * @return false if the client has no reason to come: then nothing has been written
   */
  boolean begin(Subscription opened, @Nullable Credential credential, Runnable writeHead) {
    subscription = opened;
    LogSlice greeting = opened.poll(1);
    LogSlice first = opened.mayBePointless() ? opened.poll(MAX_WRITE_BYTES) : null;
    if (opened.isPointless()) {
      subscription = null;
      opened.close();
      return false;
    }
    open(credential);
    writeHead.run();
    for (LogSlice slice : new @Nullable LogSlice[] {greeting, first}) {
      if (slice != null) {
        write(slice);
      }
    }
    response().drainHandler(drained -> opened.wakeAgain());
    opened();
    return true;
  }

  @Override
  public boolean wake() {
    if (subscription == null || !mayWrite() || isFull()) {
      return false;
    }
    try {
      return writeSome();
    } catch (RuntimeException | Error fault) {
      // Or the client would be sent heartbeats for ever, and nothing else.
      reset(Departure.FAULT);
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
      writeEvents(next);
    }
    return subscription != null;
  }

  @Override
  public void end() {
    var unused = end(Departure.ENDED);
  }

  @Override
  public void disconnect() {
    goAway(Departure.DISCONNECTED);
  }

  @Override
  public ConnectedClient client(List<StreamSelection> reads) {
    return new ConnectedClient(visitor().id(), visitor().principal(), visitor().host(), reads);
  }

  @Override
  void writeNotice(ServerSentEvent event) {
    if (subscription != null) {
      write(subscription.notice(event));
    }
  }

  @Override
  void stop() {
    Subscription ending = subscription;
    if (ending != null) {
      subscription = null;
      ending.close();
    }
  }

  /** By what is new, or by where the client would go on, if that has moved. */
  @Override
  boolean speak() {
    Subscription quiet = subscription;
    if (quiet == null) {
      return false;
    }
    // A reader of single keys is not woken by others: it only moves on past them when it looks.
    LogSlice next = quiet.poll(MAX_WRITE_BYTES);
    if (next != null) {
      writeEvents(next);
      quiet.wakeAgain();
      return true;
    }
    return tellPositions(quiet);
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
}
