package io.github.ssebridge.benchmarks;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the fan-out benchmark. */
@Command(
    name = "fan-out",
    version = "SSE Bridge 0.1.0",
    mixinStandardHelpOptions = true,
    description = {
      "Measures fan-out over sockets: a server process and a load client process.",
      "Scenarios: saturation, calm, idle, stalled, storm, keyed, soak."
    },
    subcommands = Draw.class)
final class FanOut extends ScenarioCommand {

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Saturation(),
          new Calm(),
          new Idle(),
          new Stalled(),
          new Storm(),
          new Keyed(),
          new SoakScenario());

  private FanOut() {
    super(SCENARIOS);
  }

  /** Exits with 1 if a delivery was wrong, not if one was slow. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FanOut()).execute(args));
  }
}
