package io.github.ssebridge.benchmarks;

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

  static Check times(String what, double bar, double ours, double theirs) {
    return Check.atLeast(what, bar, theirs / ours, " times");
  }
}
