package io.github.ssebridge.vertx;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts connections by how they ended, or why they were not let in. Safe for use by any thread.
 */
final class ConnectionCounts {

  private final LongAdder opened = new LongAdder();
  private final Map<Departure, LongAdder> closed = adders();
  private final Map<Departure, LongAdder> refused = adders();

  void opened() {
    opened.increment();
  }

  void closed(Departure why) {
    add(closed, why);
  }

  void refused(Departure why) {
    add(refused, why);
  }

  long openedCount() {
    return opened.sum();
  }

  Map<String, Long> closedCounts() {
    return sums(closed);
  }

  Map<String, Long> refusedCounts() {
    return sums(refused);
  }

  private static void add(Map<Departure, LongAdder> counts, Departure why) {
    LongAdder count = counts.get(why);
    if (count != null) {
      count.increment();
    }
  }

  private static Map<Departure, LongAdder> adders() {
    Map<Departure, LongAdder> adders = new EnumMap<>(Departure.class);
    for (Departure why : Departure.values()) {
      adders.put(why, new LongAdder());
    }
    return adders;
  }

  private static Map<String, Long> sums(Map<Departure, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((why, count) -> sums.put(why.wireName(), count.sum()));
    return sums;
  }
}
