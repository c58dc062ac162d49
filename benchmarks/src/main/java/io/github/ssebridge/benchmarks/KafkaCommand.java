package io.github.ssebridge.benchmarks;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the Kafka benchmark. */
@Command(
    name = "kafka",
    version = "SSE Bridge 0.1.0",
    mixinStandardHelpOptions = true,
    description = {
      "Measures streams of Kafka topics: a broker, a node and a client, each a process.",
      "Scenarios: feed, latency, catchup, crowd."
    })
final class KafkaCommand extends ScenarioCommand {

  private static final List<Scenario> SCENARIOS =
      List.of(
          new FeedScenario(),
          new LatencyScenario("latency", "latency", KafkaProcesses::new),
          new CatchUpScenario("catchup", "catchup", KafkaProcesses::new),
          new Crowd());

  private KafkaCommand() {
    super(SCENARIOS);
  }

  /** Exits with 1 if a delivery was wrong, not if one was slow. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new KafkaCommand()).execute(args));
  }
}
