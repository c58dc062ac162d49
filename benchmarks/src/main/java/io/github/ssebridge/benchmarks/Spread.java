package io.github.ssebridge.benchmarks;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** What repeats of the same run came to. */
record Spread(double min, double median, double max) {

  static <T> Spread of(Collection<T> repeats, ToDoubleFunction<T> figure) {
    double[] sorted = repeats.stream().mapToDouble(figure).sorted().toArray();
    if (sorted.length == 0) {
      return new Spread(0, 0, 0);
    }
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** How many times another this is, by the medians; 0 if there is nothing to compare with. */
  double times(Spread other) {
    return other.median == 0 ? 0 : median / other.median;
  }
}
