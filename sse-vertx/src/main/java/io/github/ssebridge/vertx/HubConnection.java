package io.github.ssebridge.vertx;

import io.github.ssebridge.ConnectedClient;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
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

  // As many as 50 streams need that have ended.
  private static final int MAX_FIRST = 100;

  private @Nullable Subscription subscription;

  HubConnection(HttpServerRequest request, Visitor visitor, LoopConnections home) {
    super(request, visitor, home);
  }

  /**
   * Begins to read, and writes {@code sse:open} along with the head; the rest comes when the others
   * had their turn.
   *
   * @return false if the client has no reason to come: then nothing has been written
   */
  boolean begin(Subscription opened, RoutingContext context, @Nullable Credential credential) {
    subscription = opened;
    List<LogSlice> first = first(opened);
    if (opened.isPointless()) {
      stop();
      return false;
    }
    open(context, credential);
    ResponseHead.write(context, home().options().compression());
    first.forEach(this::write);
    response().drainHandler(drained -> opened.wakeAgain());
    opened();
    return true;
  }

  /** What goes with the head: what it takes to know whether the client has a reason to come. */
  private static List<LogSlice> first(Subscription opened) {
    List<LogSlice> first = new ArrayList<>();
    LogSlice slice = opened.poll(1);
    while (slice != null) {
      first.add(slice);
      boolean maySay = opened.mayBePointless() && first.size() < MAX_FIRST;
      slice = maySay ? opened.poll(1) : null;
    }
    return first;
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
