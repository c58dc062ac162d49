package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** One comparison of the codec with others, whose figures are kept for each JDK. */
abstract class CodecScenario implements Scenario {

  /** The figures of benchmarks that JMH runs. */
  record Figures(String jdk, List<Timing> timings) {}

  static String jdk() {
    return System.getProperty("java.specification.version");
  }

  @Override
  public final String file() {
    return "codec-jdk" + jdk() + "-" + name();
  }

  /** Against the fastest encoder of all, and the fastest that gives events memory of their own. */
  static List<Check> againstFastest(
      Timings timings, String what, double bar, double ours, String method, SampleEvent event) {
    List<Check> checks = new ArrayList<>();
    for (List<String> peers : List.of(Encoders.peersWithOwnMemory(), Encoders.peers())) {
      String fastest = timings.fastest(peers, method, event.label());
      checks.add(
          times(
              "%s, faster than %s".formatted(what, fastest),
              bar,
              ours,
              timings.nanos(method, fastest, event.label())));
    }
    return checks;
  }

  static Check times(String what, double bar, double ours, double theirs) {
    return Check.atLeast(what, bar, theirs / ours, " times");
  }
}
