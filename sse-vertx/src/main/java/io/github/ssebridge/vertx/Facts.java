package io.github.ssebridge.vertx;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps a fact that may come a thousand times a second to one line in ten seconds, which says how
 * often. Safe for use by any thread.
 */
final class Facts {

  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanoClock;
  private final AtomicLong nextNanos;
  private final LongAdder times = new LongAdder();

  Facts(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.nextNanos = new AtomicLong(nanoClock.getAsLong());
  }

  /** It has happened again; a line is due if it has been quiet for a while. */
  void happened(LongConsumer line) {
    times.increment();
    long now = nanoClock.getAsLong();
    long next = nextNanos.get();
    if (now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
      line.accept(times.sumThenReset());
    }
  }
}
