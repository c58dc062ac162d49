package io.github.ssebridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.CopyBenchmark;
import io.github.ssebridge.ShortcutBenchmark;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

final class BenchmarksTest {

  @Test
  void everyBenchmarkRunsAndGivesAResult() throws RunnerException {
    Collection<RunResult> results = runAllOnce();
    assertThat(results).allMatch(result -> result.getPrimaryResult().getScore() > 0);
    assertThat(names(results))
        .isEqualTo(
            names(
                AppendBenchmark.class,
                CopyBenchmark.class,
                EncodeBenchmark.class,
                DecodeBenchmark.class,
                FanOutBenchmark.class,
                FloorBenchmark.class,
                PublishPathBenchmark.class,
                ResumeBenchmark.class,
                SharedBenchmark.class,
                ShortcutBenchmark.class));
  }

  private static Collection<RunResult> runAllOnce() throws RunnerException {
    // JMH locks the machine, lest two runs disturb each other; here nothing is measured.
    System.setProperty("jmh.ignoreLock", "true");
    return new Runner(
            new OptionsBuilder()
                // Those of a build with -Dpeers have tests of their own.
                .exclude("Comparison")
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  private static Set<String> names(Collection<RunResult> results) {
    return results.stream()
        .map(result -> result.getParams().getBenchmark())
        .collect(Collectors.toSet());
  }

  private static Set<String> names(Class<?>... benchmarks) {
    return Stream.of(benchmarks)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .map(method -> method.getDeclaringClass().getName() + "." + method.getName())
        .collect(Collectors.toSet());
  }
}
