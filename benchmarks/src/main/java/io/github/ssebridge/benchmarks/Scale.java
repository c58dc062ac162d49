package io.github.ssebridge.benchmarks;

/** How much of a scenario is run. */
enum Scale {
  /** What the figures are taken from. */
  FULL,
  /** Enough to see whether something is wrong. */
  QUICK,
  /** Enough to see that the benchmark works; the figures mean nothing. */
  TINY;

  /** The value for this scale. */
  <T> T pick(T full, T quick, T tiny) {
    return switch (this) {
      case FULL -> full;
      case QUICK -> quick;
      case TINY -> tiny;
    };
  }
}
