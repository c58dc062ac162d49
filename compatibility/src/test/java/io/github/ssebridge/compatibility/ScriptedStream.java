package io.github.ssebridge.compatibility;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers one request after the other with what a stream may come to, the last answer from then on.
 * Runs on event loops; any thread may ask what it was asked for.
 */
final class ScriptedStream implements Handler<RoutingContext> {

  /** What a stream may come to. */
  enum Answer {
    /** An event and a half, then a cut. */
    CUT,
    /** An event and the end. */
    END,
    /** 204, which tells clients to stop. */
    NO_CONTENT
  }

  private static final String CUT = "retry: 50\nid: 1\ndata: one\n\nid: 2\ndata: tw";
  private static final String ENDED = "retry: 50\nid: 3\ndata: three\n\n";

  private final String path;
  private final List<Answer> script;
  private final List<String> lastEventIds = new CopyOnWriteArrayList<>();

  ScriptedStream(String path, List<Answer> script) {
    this.path = path;
    this.script = List.copyOf(script);
  }

  String path() {
    return path;
  }

  /** The ids that the requests until now have come with, empty for none. */
  List<String> lastEventIds() {
    return List.copyOf(lastEventIds);
  }

  int requests() {
    return lastEventIds.size();
  }

  @Override
  public void handle(RoutingContext context) {
    String id = context.request().getHeader("Last-Event-ID");
    lastEventIds.add(id == null ? "" : id);
    switch (script.get(Math.min(requests(), script.size()) - 1)) {
      case CUT -> cut(context);
      case END -> end(context);
      case NO_CONTENT -> context.response().setStatusCode(204).end();
    }
  }

  private static void cut(RoutingContext context) {
    HttpServerResponse response = begin(context);
    var unused = response.write(CUT);
    // Later, or the reset of an HTTP/2 stream would overtake what has been written.
    context.vertx().setTimer(50, sent -> response.reset());
  }

  private static HttpServerResponse begin(RoutingContext context) {
    return context
        .response()
        .setChunked(context.request().version() == HttpVersion.HTTP_1_1)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
  }

  private static void end(RoutingContext context) {
    var unused = begin(context).end(ENDED);
  }
}
