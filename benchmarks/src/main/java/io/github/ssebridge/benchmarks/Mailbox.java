package io.github.ssebridge.benchmarks;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a subscriber was handed last, and how often. Owned by the benchmark's thread. */
final class Mailbox {

  private @Nullable Object last;
  private long count;

  static Mailbox[] many(int count) {
    return Stream.generate(Mailbox::new).limit(count).toArray(Mailbox[]::new);
  }

  void put(Object block) {
    last = block;
    count++;
  }

  long count() {
    return count;
  }

  Object last() {
    return Objects.requireNonNull(last, "nothing came");
  }
}
