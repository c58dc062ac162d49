package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Where a client says it was: any text, sent by anyone. */
final class LastEventId {

  private static final CharSequence HEADER = HttpHeaders.createOptimized("Last-Event-ID");
  private static final String PARAMETER = "lastEventId";

  private LastEventId() {}

  /** What a request says; null if nothing, for which an empty text stands as well. */
  static @Nullable String of(HttpServerRequest request) {
    String id = request.getHeader(HEADER);
    if (id == null || id.isEmpty()) {
      id = QueryString.of(request).first(PARAMETER);
    }
    return id == null || id.isEmpty() ? null : id;
  }
}
