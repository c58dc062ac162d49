package io.github.ssebridge.gateway;

import io.github.ssebridge.testkit.RedisConsole;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Adds entries to a Redis stream that say which they are, some hundred a second: {@code
 * GENERATION:NUMBER:...}. A stream that is gone is begun again as the next generation. Confined to
 * a thread.
 */
final class NumberedEntries {

  static final String KEY = "orders";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final String REST = ":" + "x".repeat(100);

  private final RedisConsole console;
  private long generation;
  private long next;

  NumberedEntries(int port) {
    this.console = new RedisConsole(port);
  }

  long generation() {
    return generation;
  }

  /** The number of the next entry. */
  long next() {
    return next;
  }

  /** Adds the next one; Redis must be there. */
  void add() {
    if (next > 0 && console.number("EXISTS", KEY) == 0) {
      generation++;
      next = 0;
    }
    String unused = console.text("XADD", KEY, "*", "data", generation + ":" + next + REST);
    next++;
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  void trimTo(int length) {
    long unused = console.number("XTRIM", KEY, "MAXLEN", String.valueOf(length));
  }
}
