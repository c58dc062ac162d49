package io.github.ssebridge.benchmarks;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/** What a subscriber kept last, and how often it was handed something. Owned by one thread. */
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

  long count() {
    return count;
  }

  /** What it keeps; null for nothing. */
  @Nullable Object last() {
    return last;
  }
}
