package io.github.ssebridge.redis;

import java.time.Duration;

/** How long to wait before trying again: 50 ms, then twice as long each time, up to a second. */
final class Backoff {

  private static final long FIRST_MILLIS = 50;
  private static final int MAX_DOUBLINGS = 10;

  private Backoff() {}

  /**
   * The pause before the next attempt.
   *
   * @param attempts how many have failed before the one that has failed now
   */
  static Duration after(int attempts) {
    long millis = FIRST_MILLIS << Math.min(attempts, MAX_DOUBLINGS);
    Duration pause = Duration.ofMillis(millis);
    return pause.compareTo(LinkOptions.RETRY_PAUSE) < 0 ? pause : LinkOptions.RETRY_PAUSE;
  }
}
