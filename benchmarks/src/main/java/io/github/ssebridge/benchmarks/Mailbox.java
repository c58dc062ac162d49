package io.github.ssebridge.benchmarks;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/** How often a subscriber was handed something, and what it kept last. Owned by one thread. */
final class Mailbox {

  private @Nullable Object last;
  private long count;

  static Mailbox[] many(int count) {
    return Stream.generate(Mailbox::new).limit(count).toArray(Mailbox[]::new);
  }

  /** Takes a block that is gone when this returns. */
  void take(Object block, Blackhole read) {
    read.consume(block);
    count++;
  }

  /** Keeps a block until the next one. */
  void put(Object block) {
    last = block;
    count++;
  }

  /** Fails unless it was handed so much, and keeps something if it was to keep any. */
  void requireGot(long expected, boolean isKept) {
    if (count != expected) {
      throw new IllegalStateException(count + " events instead of " + expected);
    }
    if (isKept == (last == null)) {
      throw new IllegalStateException("kept " + last);
    }
  }

  /** What it keeps; null for nothing. */
  @Nullable Object last() {
    return last;
  }
}
