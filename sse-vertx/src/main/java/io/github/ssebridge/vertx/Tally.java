package io.github.ssebridge.vertx;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many there are of each name, up to a bound. Safe for use by any thread. */
final class Tally {

  private final int max;
  private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

  Tally(int max) {
    this.max = max;
  }

  /** One more of a name; false if there are as many as may be. */
  boolean enter(String name) {
    if (max == ConnectionLimits.UNLIMITED) {
      return true;
    }
    boolean[] entered = {true};
    counts.compute(
        name,
        (same, count) -> {
          entered[0] = count == null || count < max;
          return count == null ? 1 : entered[0] ? count + 1 : count;
        });
    return entered[0];
  }

  /** One less. */
  void leave(String name) {
    counts.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
  }
}
