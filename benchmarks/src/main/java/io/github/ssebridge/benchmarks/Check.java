package io.github.ssebridge.benchmarks;

import java.util.Locale;

/**
 * A bar, and whether it holds.
 *
 * @param what what is measured
 * @param bar what it should be
 * @param measured what it is
 * @param correctness whether the run has failed if it does not hold
 */
record Check(String what, String bar, String measured, boolean holds, boolean correctness) {

  static Check correctness(String what, String bar, String measured, boolean holds) {
    return new Check(what, bar, measured, holds, true);
  }

  static Check atLeast(String what, double bar, double measured, String unit) {
    return new Check(
        what, "at least " + text(bar, unit), text(measured, unit), measured >= bar, false);
  }

  static Check atMost(String what, double bar, double measured, String unit) {
    return new Check(
        what, "at most " + text(bar, unit), text(measured, unit), measured <= bar, false);
  }

  @Override
  public String toString() {
    return "%-6s %s: %s (%s)".formatted(holds ? "holds" : "fails", what, measured, bar);
  }

  private static String text(double value, String unit) {
    String format = Math.abs(value) >= 1000 ? "%,.0f" : Math.abs(value) >= 20 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value) + unit;
  }
}
