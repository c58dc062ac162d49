package io.github.ssebridge.vertx;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that are no HTTP. Browsers send any {@code Last-Event-ID} that they were once
 * given, with control characters or of any length, and give up for ever on a 4xx: so who asks for
 * events is told, in a stream, to forget its id and come back without.
 */
final class InvalidRequest implements Handler<HttpServerRequest> {

  private static final String REASON = "unusable-id";

  private final List<String> paths;

  /**
   * One that answers requests for these paths and what is below them.
   *
   * @param paths where streams are served
   */
  InvalidRequest(List<String> paths) {
    this.paths = List.copyOf(paths);
  }

  private boolean asksForEvents(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    // The header before one that is too long gets lost with it.
    return accept == null
        ? request.method().equals(HttpMethod.GET) && isOfStreams(request.path())
        : accept.contains("text/event-stream");
  }

  private boolean isOfStreams(@Nullable String path) {
    return path != null
        && paths.stream().anyMatch(of -> path.equals(of) || path.startsWith(of + "/"));
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!asksForEvents(request)) {
      HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
      return;
    }
    ServerSentEvent forget =
        ServerSentEvent.of("sse:gap", new JsonObject().put("reason", REASON).encode())
            .withId("")
            .withRetry(Jitter.longer(SseHandlerOptions.DEFAULT_RETRY));
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      // It says nothing that others may not read, and one that they cannot read is final, too.
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
          .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
    var unused = response.write(Buffer.buffer(SseEncoder.encode(forget)));
    endSoon(response);
  }

  /**
   * Once the client has sent the rest, which is thrown away: Vert.x closes with the end of this
   * response, and a reset would take it back.
   */
  private static void endSoon(HttpServerResponse response) {
    ContextInternal context = ContextInternal.current();
    if (context == null) {
      var unused = response.end();
    } else {
      var unused = context.nettyEventLoop().schedule(() -> response.end(), 1, TimeUnit.SECONDS);
    }
  }
}
