package io.github.ssebridge.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * How long events took from the moment when they were due until they were read, in milliseconds.
 *
 * @param events how many were measured
 */
record Latency(long events, double p50, double p99, double p999, double max) {

  private static final double NANOS = 1e6;

  static Latency of(Histogram nanos) {
    return new Latency(
        nanos.getTotalCount(),
        percentile(nanos, 50),
        percentile(nanos, 99),
        percentile(nanos, 99.9),
        nanos.getMaxValue() / NANOS);
  }

  private static double percentile(Histogram nanos, double percent) {
    return nanos.getTotalCount() == 0 ? 0 : nanos.getValueAtPercentile(percent) / NANOS;
  }
}
