package io.github.ssebridge.vertx;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How a route treats its connections.
 *
 * @param heartbeat after how long without an event a comment is sent, or a position if that has
 *     moved, which keeps proxies from taking the connection for dead and finds peers that are
 * @param stallTimeout after how long a connection is reset whose socket has been full all the time,
 *     because its client takes nothing
 * @param retry the reconnection time of clients that are sent away, and of hand-written streams; a
 *     hub gives its own to those that it serves
 * @param maxAge after how long a client is sent away to come back, {@link #NEVER} for not at all:
 *     so that connections spread over nodes that were added
 * @param maxIdle after how long without an event a client is sent away to come back, {@link #NEVER}
 *     for not at all
 * @param reauthAhead how long before its credential expires a client is told
 * @param maxStreams how many streams one connection may read
 * @param maxKeys how many keys one connection may read
 * @param compression whether Vert.x may compress streams, if the server compresses at all
 */
public record SseHandlerOptions(
    Duration heartbeat,
    Duration stallTimeout,
    Duration retry,
    Duration maxAge,
    Duration maxIdle,
    Duration reauthAhead,
    int maxStreams,
    int maxKeys,
    boolean compression) {

  /** 15 s, well below the 60 s after which nginx and others cut a quiet connection. */
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

  /** 60 s, as long as nginx waits for a client that takes nothing. */
  public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(60);

  /** 2 s; each client is given up to half as much again, so that they do not come back at once. */
  public static final Duration DEFAULT_RETRY = Duration.ofSeconds(2);

  /** 30 s, in which a page can ask its user. */
  public static final Duration DEFAULT_REAUTH_AHEAD = Duration.ofSeconds(30);

  /** 16 streams on one connection. */
  public static final int DEFAULT_MAX_STREAMS = 16;

  /** 64 keys on one connection. */
  public static final int DEFAULT_MAX_KEYS = 64;

  /** However long it takes. */
  public static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

  private static final Duration MIN = Duration.ofMillis(10);
  private static final Duration MAX = Duration.ofDays(1);
  private static final Duration MIN_AGE = Duration.ofSeconds(1);
  private static final Duration MAX_AGE = Duration.ofDays(365);

  /** Refuses what connections or clients cannot live with, naming it. */
  public SseHandlerOptions {
    requireBetween("heartbeat", heartbeat, MIN, MAX);
    requireBetween("stallTimeout", stallTimeout, MIN, MAX);
    requireBetween("retry", retry, MIN, MAX);
    requireAge("maxAge", maxAge);
    requireAge("maxIdle", maxIdle);
    requireBetween("reauthAhead", reauthAhead, Duration.ZERO, MAX);
    requirePositive("maxStreams", maxStreams);
    requirePositive("maxKeys", maxKeys);
  }

  /** The named defaults: no bound on ages, and no compression. */
  public static SseHandlerOptions defaults() {
    return new SseHandlerOptions(
        DEFAULT_HEARTBEAT,
        DEFAULT_STALL_TIMEOUT,
        DEFAULT_RETRY,
        NEVER,
        NEVER,
        DEFAULT_REAUTH_AHEAD,
        DEFAULT_MAX_STREAMS,
        DEFAULT_MAX_KEYS,
        false);
  }

  /** These options with another heartbeat. */
  public SseHandlerOptions withHeartbeat(Duration newHeartbeat) {
    return new SseHandlerOptions(
        newHeartbeat,
        stallTimeout,
        retry,
        maxAge,
        maxIdle,
        reauthAhead,
        maxStreams,
        maxKeys,
        compression);
  }

  /** These options with another stall timeout. */
  public SseHandlerOptions withStallTimeout(Duration newStallTimeout) {
    return new SseHandlerOptions(
        heartbeat,
        newStallTimeout,
        retry,
        maxAge,
        maxIdle,
        reauthAhead,
        maxStreams,
        maxKeys,
        compression);
  }

  /** These options with another reconnection time. */
  public SseHandlerOptions withRetry(Duration newRetry) {
    return new SseHandlerOptions(
        heartbeat,
        stallTimeout,
        newRetry,
        maxAge,
        maxIdle,
        reauthAhead,
        maxStreams,
        maxKeys,
        compression);
  }

  /** These options with bounds on how long a connection lives, and lives without an event. */
  public SseHandlerOptions withMaxAge(Duration newMaxAge, Duration newMaxIdle) {
    return new SseHandlerOptions(
        heartbeat,
        stallTimeout,
        retry,
        newMaxAge,
        newMaxIdle,
        reauthAhead,
        maxStreams,
        maxKeys,
        compression);
  }

  /** These options with another time at which a client is told that its credential expires. */
  public SseHandlerOptions withReauthAhead(Duration newReauthAhead) {
    return new SseHandlerOptions(
        heartbeat,
        stallTimeout,
        retry,
        maxAge,
        maxIdle,
        newReauthAhead,
        maxStreams,
        maxKeys,
        compression);
  }

  /** These options with other bounds on what one connection reads. */
  public SseHandlerOptions withMaxStreams(int newMaxStreams, int newMaxKeys) {
    return new SseHandlerOptions(
        heartbeat,
        stallTimeout,
        retry,
        maxAge,
        maxIdle,
        reauthAhead,
        newMaxStreams,
        newMaxKeys,
        compression);
  }

  /** These options with or without compression. */
  public SseHandlerOptions withCompression(boolean newCompression) {
    return new SseHandlerOptions(
        heartbeat,
        stallTimeout,
        retry,
        maxAge,
        maxIdle,
        reauthAhead,
        maxStreams,
        maxKeys,
        newCompression);
  }

  private static void requireAge(String name, Duration value) {
    if (!value.equals(NEVER)) {
      requireBetween(name, value, MIN_AGE, MAX_AGE);
    }
  }

  private static void requireBetween(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s, but is %s".formatted(name, least, most, value));
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}
