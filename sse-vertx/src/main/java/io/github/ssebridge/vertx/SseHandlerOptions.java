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

  private static final Duration MIN = Duration.ofMillis(10);
  private static final Duration MAX = Duration.ofDays(1);

  /** Refuses a heartbeat below 10 ms or above a day. */
  public SseHandlerOptions {
    if (heartbeat.compareTo(MIN) < 0 || heartbeat.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "heartbeat must be from 10 ms to 1 day, but is " + heartbeat);
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
