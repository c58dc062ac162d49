package io.github.ssebridge.benchmarks;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The head that the arms without an engine send: the engine's, field by field. Stateless. */
final class SseHead {

  private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence NO_CACHE =
      HttpHeaders.createOptimized("no-cache, no-transform");
  private static final CharSequence X_ACCEL_BUFFERING =
      HttpHeaders.createOptimized("X-Accel-Buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");

  private SseHead() {}

  static void write(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(X_ACCEL_BUFFERING, NO)
        .setChunked(true);
    var unused = response.writeHead();
  }
}
