package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the values of an axis lie in a picture.
 *
 * @param low the value at the axis' begin
 * @param high the value at its end
 * @param from the place of the begin, in pixels
 * @param to the place of the end
 * @param logarithmic whether each decade is equally long
 */
record Scaling(double low, double high, double from, double to, boolean logarithmic) {

  private static final int TICKS = 6;
  private static final double FIRST_WITH_PREFIX = 10_000;
  private static final String[] PREFIXES = {"", " k", " M", " G"};

  Scaling {
    if (high <= low || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException("no axis from " + low + " to " + high);
    }
  }

  /** From zero to a round number above the highest value. */
  static Scaling linear(double highest, double from, double to) {
    double step = step(Math.max(highest, 1e-9));
    return new Scaling(0, Math.ceil(highest / step * 1.02) * step, from, to, false);
  }

  /** Whole decades around the values. */
  static Scaling decades(double lowest, double highest, double from, double to) {
    double low = Math.pow(10, Math.floor(Math.log10(lowest)));
    double high = Math.pow(10, Math.ceil(Math.log10(highest)));
    return new Scaling(low, high > low ? high : 10 * low, from, to, true);
  }

  double place(double value) {
    double part =
        logarithmic
            ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
            : (value - low) / (high - low);
    return from + part * (to - from);
  }

  /** Round values to write at the axis. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = low; tick <= high * 1.001; tick *= 10) {
        ticks.add(tick);
      }
    } else {
      double step = step(high);
      for (int i = 0; i * step <= high * 1.001; i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }

  /** A value as short as it can be said. */
  static String label(double value) {
    double rest = value;
    int prefix = 0;
    while (rest >= (prefix == 0 ? FIRST_WITH_PREFIX : 1000) && prefix < PREFIXES.length - 1) {
      rest /= 1000;
      prefix++;
    }
    boolean whole = rest >= 100 || rest == Math.rint(rest);
    String format = whole ? "%,.0f" : rest >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, rest) + PREFIXES[prefix];
  }

  private static double step(double highest) {
    double rough = highest / TICKS;
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / decade;
    return decade * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }
}
