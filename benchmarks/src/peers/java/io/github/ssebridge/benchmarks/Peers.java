package io.github.ssebridge.benchmarks;

import java.util.List;

/**
 * Encoders of one kind, of which the fastest is the one to beat.
 *
 * @param which of the peers they are
 */
record Peers(String which, List<String> names) {

  /** The first are the harder to beat. */
  static final List<Peers> KINDS =
      List.of(
          new Peers("of all", Encoders.peers()),
          new Peers("with memory of its own", Encoders.peersWithOwnMemory()));

  /** Whether the fastest of them takes so many times as long as we do. */
  Check slowerThan(
      double ours, Timings timings, String what, double bar, String method, String event) {
    String fastest = timings.fastest(names, method, event);
    return CodecScenario.times(
        "%s, faster than %s, the fastest %s".formatted(what, fastest, which),
        bar,
        ours,
        timings.nanos(method, fastest, event));
  }
}
