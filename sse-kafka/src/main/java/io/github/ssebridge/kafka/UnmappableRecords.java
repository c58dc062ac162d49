package io.github.ssebridge.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is known of the records that a feed cannot map. Safe for use by any thread. */
final class UnmappableRecords {

  private static final int MOST_KINDS = 20;

  private final AtomicLong count = new AtomicLong();
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();

  void count() {
    count.incrementAndGet();
  }

  /** How many have been counted. */
  long counted() {
    return count.get();
  }

  /** Whether nothing has failed like this before, and not much otherwise. */
  boolean isNewKind(RuntimeException why) {
    return kinds.size() < MOST_KINDS && kinds.add(why.getClass().getName());
  }
}
