package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x Web route that serves a hub's streams, or what an application writes by hand, as
 * Server-Sent Events (WHATWG HTML 9.2).
 *
 * <pre>{@code
 * router.route("/prices").handler(SseHandler.create(hub, "prices"));
 * router.route("/streams/:stream").handler(SseHandler.create(hub));
 * router.route("/streams").handler(SseHandler.create(hub)); // ?stream=prices&stream=chat
 * router.route("/orders/:customer").handler(SseHandler.create(hub, "orders").withKeyFrom("customer"));
 * router.route("/answers").handler(SseHandler.create(connection -> answers.pipeTo(connection)));
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
 * {@code -PT10M}).
 *
 * <p>Behind an authentication handler, a connection lives as long as the credential of its user:
 * {@code sse:reauth} says that it is about to expire, and a {@code POST} to the same URL with a new
 * one lets it go on. To be used on event loops; safe for use by many.
 */
public final class SseHandler implements Handler<RoutingContext> {

  /**
   * With which a {@code POST} names the one connection that it is for, as {@code sse:reauth} did.
   */
  public static final String CONNECTION_HEADER = "Sse-Connection";

  private static final String ALLOWED = "GET, HEAD, POST, OPTIONS";

  private final Content content;
  private final SseHandlerOptions options;
  private final SseConnections connections;

  private SseHandler(Content content, SseHandlerOptions options, SseConnections connections) {
    this.content = content;
    this.options = options;
    this.connections = connections;
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

  /**
   * Serves what an application writes by hand.
   *
   * @param connectHandler is given each connection, on its event loop. It may answer the request
   *     itself instead, such as by a 204, after which a browser does not come back
   */
  public static SseHandler create(Handler<SseConnection> connectHandler) {
    return of(new HandWritten(connectHandler));
  }

  private static SseHandler of(EventHub hub, @Nullable String stream) {
    return of(new HubContent(hub, new RequestedStreams(stream, null), every -> true, null));
  }

  private static SseHandler of(Content content) {
    return new SseHandler(content, SseHandlerOptions.defaults(), SseConnections.create());
  }

  /** This handler with other options. */
  public SseHandler withOptions(SseHandlerOptions newOptions) {
    return new SseHandler(content, newOptions, connections);
  }

  /** This handler, its connections among those of a node: limited, counted and drained together. */
  public SseHandler withConnections(SseConnections newConnections) {
    return new SseHandler(content, options, newConnections);
  }

  /**
   * This handler for the events of a single key, which a parameter of the route's path names. A
   * client cannot ask for another key than that of its path.
   *
   * @param pathParameter its name without the colon; the route's path must have it
   */
  public SseHandler withKeyFrom(String pathParameter) {
    HubContent of = ofHub();
    return with(
        new HubContent(
            of.hub(),
            new RequestedStreams(of.requested().stream(), pathParameter),
            of.served(),
            of.access()));
  }

  /** This handler for some of the hub's streams; the others are not found, as if not there. */
  public SseHandler withStreams(Predicate<String> newServed) {
    HubContent of = ofHub();
    return with(new HubContent(of.hub(), of.requested(), newServed, of.access()));
  }

  /**
   * This handler for those who may read what they ask for: 401 for who has not logged in, 403 for
   * who has.
   *
   * @param newAccess is asked for each stream and key whenever a client connects, also to go on
   *     where it was, and when it renews its credential; on the event loop, so it must not block
   */
  public SseHandler withAccess(Predicate<StreamAccess> newAccess) {
    HubContent of = ofHub();
    return with(new HubContent(of.hub(), of.requested(), of.served(), newAccess));
  }

  private SseHandler with(Content newContent) {
    return new SseHandler(newContent, options, connections);
  }

  private HubContent ofHub() {
    if (content instanceof HubContent of) {
      return of;
    }
    throw new IllegalStateException("this is for streams of a hub, not for hand-written ones");
  }

  /**
   * For {@code HttpServer.invalidRequestHandler}: has browsers come back without their id that the
   * server cannot read, instead of giving up for ever.
   *
   * @param paths where streams are served, such as {@code /streams}: a request for one of them, or
   *     for what is below, is taken for one that accepts events if nobody can tell any more
   */
  public static Handler<HttpServerRequest> invalidRequestHandler(String... paths) {
    return new InvalidRequest(List.of(paths));
  }

  @Override
  public void handle(RoutingContext context) {
    HttpMethod method = context.request().method();
    try {
      if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
        read(context);
      } else if (method.equals(HttpMethod.POST)) {
        renew(context);
      } else {
        refuseMethod(context.response(), method);
      }
    } catch (Refusal refusal) {
      refusal.answer(context.response());
    }
  }

  private void read(RoutingContext context) {
    ContextInternal current = requireEventLoop();
    RequestCheck.requireAccepted(context);
    RequestCheck.requireOrigin(context);
    Content.Wanted wanted = content.wanted(context, options);
    User user = context.user();
    Credential credential =
        new Credential(RequestUrl.of(context), Credential.expiresAtMillis(user));
    if (credential.hasExpired()) {
      throw new Refusal(401, "This credential has expired.");
    }
    HttpServerResponse response = context.response();
    if (context.request().method().equals(HttpMethod.HEAD)) {
      ResponseHead.write(context, options.compression());
      response.end();
    } else if (!response.closed() && !response.ended()) {
      // Otherwise it left while an earlier handler took its time, and nobody would be told again.
      open(context, wanted, credential, EventLoopReaders.of(current.nettyEventLoop()));
    }
  }

  private void open(
      RoutingContext context, Content.Wanted wanted, Credential credential, EventLoopReaders loop) {
    Visitor visitor = Visitor.of(context.request(), StreamAccess.nameOf(context.user()));
    Departure refused = connections.enter(visitor);
    if (refused != null) {
      ComeBackLater.answer(context, refused, options, LastEventId.of(context.request()));
      return;
    }
    boolean expires = credential.expiresAtMillis() != Credential.NEVER;
    wanted.open(
        context,
        visitor,
        expires ? credential : null,
        loop,
        loop.connections(connections, options));
  }

  private void renew(RoutingContext context) {
    RequestCheck.requireOrigin(context);
    Content.Wanted unused = content.wanted(context, options);
    Renewal.handle(context, connections);
  }

  private static void refuseMethod(HttpServerResponse response, HttpMethod method) {
    response.putHeader(HttpHeaders.ALLOW, ALLOWED);
    if (method.equals(HttpMethod.OPTIONS)) {
      response.setStatusCode(204).end();
    } else {
      throw new Refusal(405, "This is a stream of events: GET it.");
    }
  }

  private static ContextInternal requireEventLoop() {
    ContextInternal current = ContextInternal.current();
    if (current == null || !current.isEventLoopContext()) {
      throw new IllegalStateException(
          "SseHandler runs on event loops only: deploy its verticle with ThreadingModel.EVENT_LOOP");
    }
    return current;
  }
}
