package io.github.ssebridge.vertx;

import io.github.ssebridge.ServerSentEvent;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The control events that concern a connection and not a stream. */
final class Notices {

  private Notices() {}

  /** {@code sse:reauth}: the credential is about to expire with which a connection reads. */
  static ServerSentEvent reauth(long remainingMillis, String connection) {
    JsonObject data =
        new JsonObject()
            .put("seconds", Math.max(0, remainingMillis / 1000))
            .put("connection", connection);
    return ServerSentEvent.of("sse:reauth", data.encode());
  }

  /** {@code sse:goaway}: the client shall come back, not at the same time as others. */
  static ServerSentEvent goAway(Departure why, Duration retry) {
    JsonObject data = new JsonObject().put("reason", why.wireName());
    return ServerSentEvent.of("sse:goaway", data.encode()).withRetry(Jitter.longer(retry));
  }
}
