package io.github.ssebridge.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one line in ten seconds through, or whoever sends requests could fill the log. Safe for use
 * by any thread.
 */
final class LogPause {

  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  /** Whether a line may be written now. */
  boolean isOver() {
    long now = System.nanoTime();
    long next = nextNanos.get();
    return now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE_NANOS);
  }
}
