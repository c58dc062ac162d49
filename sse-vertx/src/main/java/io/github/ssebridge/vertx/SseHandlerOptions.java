package io.github.ssebridge.vertx;

import java.time.Duration;

/**
 * How a route treats its connections.
 *
 * @param heartbeat after how long without an event a comment is sent, which keeps proxies from
 *     taking the connection for dead and finds peers that are
 */
public record SseHandlerOptions(Duration heartbeat) {

  /** 15 s, well below the 60 s after which nginx and others cut a quiet connection. */
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

  /** Refuses a heartbeat below 10 ms. */
  public SseHandlerOptions {
    if (heartbeat.toMillis() < 10) {
      throw new IllegalArgumentException("heartbeat must be at least 10 ms, but is " + heartbeat);
    }
  }

  /** The named defaults. */
  public static SseHandlerOptions defaults() {
    return new SseHandlerOptions(DEFAULT_HEARTBEAT);
  }

  /** These options with another heartbeat. */
  public SseHandlerOptions withHeartbeat(Duration newHeartbeat) {
    return new SseHandlerOptions(newHeartbeat);
  }
}
