package io.github.ssebridge.vertx;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes times differ between clients, so that those that leave at once do not come back at once.
 */
final class Jitter {

  private static final int STEPS = 256;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private Jitter() {}

  /** Up to half as much again, by chance. */
  static Duration longer(Duration time) {
    long millis = time.toMillis();
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  /** Down to three quarters, the same for the same number. */
  static long shorterNanos(Duration time, long number) {
    long step = (number * GOLDEN_RATIO) >>> (Long.SIZE - 8);
    return time.toNanos() - time.toNanos() / 4 / STEPS * step;
  }
}
