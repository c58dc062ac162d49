package io.github.ssebridge.vertx;

import java.time.Duration;

/**
 * How a route treats its connections.
 *
 * @param heartbeat after how long without an event a comment is sent, or a position if that has
 *     moved, which keeps proxies from taking the connection for dead and finds peers that are
 * @param stallTimeout after how long a connection is reset whose socket has been full all the time,
 *     because its client takes nothing
 */
public record SseHandlerOptions(Duration heartbeat, Duration stallTimeout) {

  /** 15 s, well below the 60 s after which nginx and others cut a quiet connection. */
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

  /** 60 s, as long as nginx waits for a client that takes nothing. */
  public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration MIN = Duration.ofMillis(10);
  private static final Duration MAX = Duration.ofDays(1);

  /** Refuses times below 10 ms or above a day. */
  public SseHandlerOptions {
    requireInRange("heartbeat", heartbeat);
    requireInRange("stallTimeout", stallTimeout);
  }

  /** The named defaults. */
  public static SseHandlerOptions defaults() {
    return new SseHandlerOptions(DEFAULT_HEARTBEAT, DEFAULT_STALL_TIMEOUT);
  }

  /** These options with another heartbeat. */
  public SseHandlerOptions withHeartbeat(Duration newHeartbeat) {
    return new SseHandlerOptions(newHeartbeat, stallTimeout);
  }

  /** These options with another stall timeout. */
  public SseHandlerOptions withStallTimeout(Duration newStallTimeout) {
    return new SseHandlerOptions(heartbeat, newStallTimeout);
  }

  private static void requireInRange(String name, Duration value) {
    if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(name + " must be from 10 ms to 1 day, but is " + value);
    }
  }
}
