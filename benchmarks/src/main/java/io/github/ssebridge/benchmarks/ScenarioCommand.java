package io.github.ssebridge.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command line that runs scenarios, prints what they come to, and keeps the figures. */
abstract class ScenarioCommand implements Callable<Integer> {

  /** What the directory of a quick run's results ends with. */
  static final String QUICK_SUFFIX = "-quick";

  private static final int FINE = 0;
  private static final int WRONG = 1;

  private final List<Scenario> scenarios;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      description = "which to run; all if none is named")
  private List<String> names = new ArrayList<>();

  @Option(names = "--quick", description = "short runs, whose figures are not worth keeping")
  private boolean quick;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where to put the JSON, in a directory of the day (${DEFAULT-VALUE})")
  private Path results = Path.of("benchmarks", "results");

  ScenarioCommand(List<Scenario> scenarios) {
    this.scenarios = scenarios;
  }

  @Override
  public Integer call() throws IOException {
    List<Scenario> chosen = chosen();
    Bench bench =
        new Bench(quick ? Scale.QUICK : Scale.FULL, new Progress(System.out), new Processes());
    Instant start = Instant.now();
    String day = start.atOffset(ZoneOffset.UTC).toLocalDate() + (quick ? QUICK_SUFFIX : "");
    boolean correct = true;
    for (Scenario scenario : chosen) {
      try {
        correct &= run(scenario, bench, results.resolve(day));
      } catch (RuntimeException e) {
        // The others may still tell something.
        System.err.println(scenario.name() + " broke off: " + e);
        correct = false;
      }
    }
    return correct ? FINE : WRONG;
  }

  private List<Scenario> chosen() {
    List<Scenario> chosen =
        scenarios.stream().filter(scenario -> names.contains(scenario.name())).toList();
    if (chosen.size() < names.size()) {
      throw new CommandLine.ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "not all of these are scenarios: " + String.join(", ", names));
    }
    return names.isEmpty() ? scenarios : chosen;
  }

  private static boolean run(Scenario scenario, Bench bench, Path directory) throws IOException {
    Instant start = Instant.now();
    Outcome outcome = scenario.run(bench);
    System.out.println();
    outcome.tables().forEach(System.out::println);
    outcome.checks().forEach(check -> System.out.println("  " + check));
    Result result =
        new Result(
            scenario.file(),
            start.truncatedTo(ChronoUnit.SECONDS).toString(),
            start.until(Instant.now(), ChronoUnit.MILLIS) / 1000.0,
            bench.scale(),
            bench.machine(),
            outcome.figures(),
            outcome.checks());
    System.out.println("\n  " + result.writeTo(directory) + "\n");
    return outcome.isCorrect();
  }
}
