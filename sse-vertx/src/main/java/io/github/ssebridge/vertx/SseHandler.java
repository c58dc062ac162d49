package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.StreamSelection;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x Web route that serves a hub's stream as Server-Sent Events (WHATWG HTML 9.2).
 *
 * <pre>{@code
 * router.get("/prices").handler(SseHandler.create(hub, "prices"));
 * router.get("/streams/:stream").handler(SseHandler.create(hub));
 * router.get("/streams").handler(SseHandler.create(hub)); // ?stream=prices&stream=chat
 * router.get("/orders/:customer").handler(SseHandler.create(hub, "orders").withKeyFrom("customer"));
 * }</pre>
 *
 * <p>The query parameter {@code key} asks for the events of that key alone, and may be there
 * several times. With several streams on one connection, the type of an event is {@code
 * STREAM/TYPE}.
 *
 * <p>A client goes on where it was by the header {@code Last-Event-ID}, or by the query parameter
 * {@code lastEventId} if it sends no header. One that sends neither begins with the next event, or
 * where the query parameter {@code from} says: {@code earliest}, {@code latest}, a time ({@code
 * 2026-11-22T10:00:00Z}), or how long ago ({@code -90s}, {@code -5m}, {@code -2h}, {@code -1d},
 * {@code -PT10M}). To be used on event loops; safe for use by many.
 */
public final class SseHandler implements Handler<RoutingContext> {

  private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("Last-Event-ID");
  private static final String LAST_EVENT_ID_PARAMETER = "lastEventId";
  private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence NO_CACHE =
      HttpHeaders.createOptimized("no-cache, no-transform");
  private static final CharSequence X_ACCEL_BUFFERING =
      HttpHeaders.createOptimized("X-Accel-Buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");

  private final EventHub hub;
  private final RequestedStreams requested;
  private final Predicate<String> served;
  private final SseHandlerOptions options;

  private SseHandler(
      EventHub hub,
      RequestedStreams requested,
      Predicate<String> served,
      SseHandlerOptions options) {
    this.hub = hub;
    this.requested = requested;
    this.served = served;
    this.options = options;
  }

  /**
   * Serves the stream that the path parameter {@code :stream} names, or in a path without one those
   * of the query parameter {@code stream}; 404 if there is no such stream.
   */
  public static SseHandler create(EventHub hub) {
    return of(hub, null);
  }

  /** Serves one stream. */
  public static SseHandler create(EventHub hub, String stream) {
    return of(hub, stream);
  }

  private static SseHandler of(EventHub hub, @Nullable String stream) {
    return new SseHandler(
        hub, new RequestedStreams(stream, null), everyStream -> true, SseHandlerOptions.defaults());
  }

  /** This handler with other options. */
  public SseHandler withOptions(SseHandlerOptions newOptions) {
    return new SseHandler(hub, requested, served, newOptions);
  }

  /**
   * This handler for the events of a single key, which a parameter of the route's path names. A
   * client cannot ask for another key than that of its path.
   *
   * @param pathParameter its name without the colon; the route's path must have it
   */
  public SseHandler withKeyFrom(String pathParameter) {
    return new SseHandler(
        hub, new RequestedStreams(requested.stream(), pathParameter), served, options);
  }

  /** This handler for some of the hub's streams; the others are not found, as if not there. */
  public SseHandler withStreams(Predicate<String> newServed) {
    return new SseHandler(hub, requested, newServed, options);
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (!head && !request.method().equals(HttpMethod.GET)) {
      context.next();
      return;
    }
    ContextInternal current = ContextInternal.current();
    if (current == null || !current.isEventLoopContext()) {
      throw new IllegalStateException(
          "SseHandler runs on event loops only: deploy its verticle with ThreadingModel.EVENT_LOOP");
    }
    List<StreamSelection> selections;
    try {
      selections = requested.of(context);
    } catch (IllegalArgumentException e) {
      refuse(response, 400, e.getMessage());
      return;
    }
    Optional<String> missing =
        selections.stream()
            .map(StreamSelection::stream)
            .filter(name -> !served.test(name) || !hub.has(name))
            .findFirst();
    if (missing.isPresent()) {
      refuse(response, 404, "There is no stream '" + missing.get() + "'.");
    } else if (head) {
      writeHead(context);
      response.end();
    } else {
      open(context, selections, EventLoopReaders.of(current.nettyEventLoop()));
    }
  }

  private static void refuse(HttpServerResponse response, int status, @Nullable String why) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(why + "\n");
  }

  private void open(
      RoutingContext context, List<StreamSelection> selections, EventLoopReaders loop) {
    HttpServerRequest request = context.request();
    Heartbeats heartbeats = loop.heartbeats(options);
    String id = lastEventId(context);
    try {
      SseConnection.open(request, hub, selections, id, loop, heartbeats, () -> writeHead(context));
    } catch (IllegalArgumentException e) {
      // The ids of these streams have become too long for one connection.
      refuse(context.response(), 400, e.getMessage());
    } catch (IllegalStateException e) {
      if (!hub.isClosed()) {
        throw e;
      }
      // Any status would make browsers give up for ever; after a reset they come back.
      context.response().reset();
    }
  }

  private static void writeHead(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(X_ACCEL_BUFFERING, NO);
    if (request.version() == HttpVersion.HTTP_1_0) {
      // Without chunks only the end of the connection can end the stream. Vert.x puts chunks and
      // keep-alive in, so this takes them out again at the last moment.
      context.addHeadersEndHandler(
          ready -> {
            response.headers().remove(HttpHeaders.TRANSFER_ENCODING);
            response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          });
    }
    if (!request.method().equals(HttpMethod.HEAD)) {
      // At once, however quiet the stream: proxies give up on a response without a head.
      response.writeHead();
    }
  }

  private static @Nullable String lastEventId(RoutingContext context) {
    String id = context.request().getHeader(LAST_EVENT_ID);
    if (id == null || id.isEmpty()) {
      id = QueryString.of(context.request()).first(LAST_EVENT_ID_PARAMETER);
    }
    return id == null || id.isEmpty() ? null : id;
  }
}
