package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.StartPoint;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.Subscription;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Streams of a hub.
 *
 * @param served which of them
 * @param access who may read what
 */
record HubContent(
    EventHub hub,
    RequestedStreams requested,
    Predicate<String> served,
    @Nullable Predicate<StreamAccess> access)
    implements Content {

  @Override
  public Wanted wanted(RoutingContext context, SseHandlerOptions options) {
    List<StreamSelection> selections = selections(context, options);
    if (access != null) {
      // First: who may not read a stream shall not learn whether there is one.
      requireAccess(context, selections, access);
    }
    for (StreamSelection selection : selections) {
      String name = selection.stream();
      if (!served.test(name) || !hub.has(name)) {
        throw new Refusal(404, "There is no stream '" + name + "'.");
      }
    }
    return (request, visitor, credential, loop, home) ->
        open(request, selections, visitor, credential, loop, home);
  }

  private List<StreamSelection> selections(RoutingContext context, SseHandlerOptions options) {
    try {
      return requested.of(context, options);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, String.valueOf(e.getMessage()));
    }
  }

  private static void requireAccess(
      RoutingContext context, List<StreamSelection> selections, Predicate<StreamAccess> access) {
    boolean comesBack = LastEventId.of(context.request()) != null;
    for (StreamSelection selection : selections) {
      boolean replays = comesBack || !selection.start().equals(StartPoint.LATEST);
      Set<String> keys = selection.keys();
      boolean allowed =
          keys.isEmpty()
              ? access.test(access(context, selection.stream(), null, replays))
              : keys.stream()
                  .allMatch(key -> access.test(access(context, selection.stream(), key, replays)));
      if (!allowed) {
        throw context.user() == null
            ? new Refusal(401, "Log in to read this.")
            : new Refusal(403, "You may not read this.");
      }
    }
  }

  private static StreamAccess access(
      RoutingContext context, String stream, @Nullable String key, boolean replays) {
    return new StreamAccess(context.user(), stream, key, replays);
  }

  private void open(
      RoutingContext context,
      List<StreamSelection> selections,
      Visitor visitor,
      @Nullable Credential credential,
      EventLoopReaders loop,
      LoopConnections home) {
    HttpServerRequest request = context.request();
    HubConnection connection = new HubConnection(request, visitor, home);
    try {
      Subscription subscription =
          hub.subscribe(selections, LastEventId.of(request), loop.readerLoop(), connection);
      if (!connection.begin(subscription, context, credential)) {
        // Nothing will ever come: this is what ends a browser's reconnects.
        context.response().setStatusCode(204).end();
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      if (!hub.isClosed()) {
        throw e;
      }
      ComeBackLater.answer(context, Departure.DRAINING, home.options(), LastEventId.of(request));
    } finally {
      if (connection.isNew()) {
        connection.stop();
        home.connections().leave(visitor, Departure.ENDED);
      }
    }
  }
}
