package io.github.ssebridge.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark came to.
 *
 * @param benchmark its method
 * @param parameters by their names
 * @param nanos of its iterations, for one operation
 * @param mean of them
 * @param error of the mean, at 99.9 %
 * @param allocatedBytes by one operation, on the heap
 * @param forks in how many JVMs it was run
 */
record Timing(
    String benchmark,
    Map<String, String> parameters,
    Spread nanos,
    double mean,
    double error,
    double allocatedBytes,
    int forks) {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  static Timing of(RunResult result) {
    BenchmarkParams params = result.getParams();
    String name = params.getBenchmark();
    List<Double> scores =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList();
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    return new Timing(
        name.substring(name.lastIndexOf('.') + 1),
        params.getParamsKeys().stream().collect(Collectors.toMap(key -> key, params::getParam)),
        Spread.of(scores, Double::doubleValue),
        result.getPrimaryResult().getScore(),
        result.getPrimaryResult().getScoreError(),
        allocated == null ? Double.NaN : allocated.getScore(),
        result.getBenchmarkResults().size());
  }
}
