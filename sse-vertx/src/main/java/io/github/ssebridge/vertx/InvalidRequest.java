package io.github.ssebridge.vertx;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * Answers requests that are no HTTP. Browsers send any {@code Last-Event-ID} that they were once
 * given, with control characters or of any length, and give up for ever on a 4xx: so who asks for
 * events is told, in a stream, to forget its id and come back without.
 */
final class InvalidRequest implements Handler<HttpServerRequest> {

  private static final String REASON = "unusable-id";

  @Override
  public void handle(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept == null || !accept.contains("text/event-stream")) {
      HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
      return;
    }
    ServerSentEvent forget =
        ServerSentEvent.of("sse:gap", new JsonObject().put("reason", REASON).encode())
            .withId("")
            .withRetry(Jitter.longer(SseHandlerOptions.DEFAULT_RETRY));
    var unused =
        request
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
            .end(Buffer.buffer(SseEncoder.encode(forget)))
            .onComplete(sent -> closeSoon(request.connection()));
  }

  /**
   * Once the client has sent the rest, which is thrown away: a reset would take the answer back.
   */
  private static void closeSoon(HttpConnection connection) {
    ContextInternal context = ContextInternal.current();
    if (context == null) {
      connection.close();
    } else {
      var unused = context.nettyEventLoop().schedule(() -> connection.close(), 1, TimeUnit.SECONDS);
    }
  }
}
