package io.github.ssebridge;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts by the constants of an enum. Safe for use by any thread. */
final class EnumCounts<E extends Enum<E>> {

  private final Class<E> of;

  // Complete from the beginning, so that it never changes.
  private final Map<E, LongAdder> adders;

  EnumCounts(Class<E> of) {
    this.of = of;
    this.adders = new EnumMap<>(of);
    for (E each : of.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
  }

  void count(E what) {
    Objects.requireNonNull(adders.get(what)).increment();
  }

  /** All of them, also those that are 0. */
  Map<E, Long> all() {
    Map<E, Long> all = new EnumMap<>(of);
    adders.forEach((each, adder) -> all.put(each, adder.sum()));
    return all;
  }
}
