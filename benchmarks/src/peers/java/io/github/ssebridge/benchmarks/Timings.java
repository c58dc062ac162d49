package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH benchmarks and keeps what they come to. Owned by the thread of the command. */
final class Timings {

  // JMH 1.37 and Armeria's Netty would cause warnings in each JVM.
  private static final String[] WITHOUT_WARNINGS =
      Runtime.version().feature() < 24
          ? new String[0]
          : new String[] {
            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"
          };

  private final Bench bench;
  private final Map<String, RunResult> all = new LinkedHashMap<>();

  Timings(Bench bench) {
    this.bench = bench;
    bench.runsOn(new ServerReady(0, false, Listening.version()));
  }

  /**
   * Has the same run several times over, each time in new JVMs, so that a minute in which the
   * machine has other work is not one of a single peer.
   */
  void inRounds(int rounds, Runnable each) {
    for (int i = 0; i < (bench.scale() == Scale.FULL ? rounds : 1); i++) {
      each.run();
    }
  }

  /** Runs all methods of a class with these parameters, each in a new JVM. */
  void run(Class<?> benchmark, Map<String, String> parameters) {
    String name = benchmark.getSimpleName();
    bench.progress().say("%s %s", name, String.join(" ", parameters.values()));
    ChainedOptionsBuilder options =
        scaled(new OptionsBuilder().include("\\." + name + "\\."))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsAppend(WITHOUT_WARNINGS);
    parameters.forEach(options::param);
    try {
      for (RunResult result : new Runner(options.build()).run()) {
        String key = result.getParams().id();
        all.merge(key, result, Timings::together);
      }
    } catch (RunnerException e) {
      throw new IllegalStateException(name + " failed", e);
    }
  }

  private static RunResult together(RunResult one, RunResult other) {
    List<BenchmarkResult> both = new ArrayList<>(one.getBenchmarkResults());
    both.addAll(other.getBenchmarkResults());
    return new RunResult(one.getParams(), both);
  }

  /** All that were kept. */
  List<Timing> all() {
    return all.values().stream().map(Timing::of).toList();
  }

  /** The one of a method with parameters of these values. */
  Timing of(String method, String... values) {
    return all().stream()
        .filter(timing -> timing.benchmark().equals(method))
        .filter(timing -> timing.parameters().values().containsAll(Arrays.asList(values)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(method + " was not run"));
  }

  /** The median of one, in nanoseconds. */
  double nanos(String method, String... values) {
    return of(method, values).nanos().median();
  }

  /** The fastest of the peers. */
  String fastest(List<String> peers, String method, String... values) {
    String[] withPeer = Arrays.copyOf(values, values.length + 1);
    return peers.stream()
        .min(
            Comparator.comparingDouble(
                peer -> {
                  withPeer[values.length] = peer;
                  return nanos(method, withPeer);
                }))
        .orElseThrow();
  }

  private ChainedOptionsBuilder scaled(ChainedOptionsBuilder options) {
    return switch (bench.scale()) {
      case FULL -> options.forks(1);
      case QUICK ->
          options
              .forks(1)
              .warmupIterations(3)
              .warmupTime(TimeValue.milliseconds(100))
              .measurementIterations(3)
              .measurementTime(TimeValue.milliseconds(100));
      case TINY ->
          options
              .forks(0)
              .warmupIterations(0)
              .measurementIterations(1)
              .measurementTime(TimeValue.milliseconds(1));
    };
  }
}
