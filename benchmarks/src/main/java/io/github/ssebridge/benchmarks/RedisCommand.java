package io.github.ssebridge.benchmarks;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the Redis benchmark. */
@Command(
    name = "redis",
    version = "SSE Bridge 0.1.0",
    mixinStandardHelpOptions = true,
    description = {
      "Measures streams of Redis channels and streams: a Redis, a publisher, a node and a client,"
          + " each a process.",
      "Scenarios: feed, crowd, streams."
    })
final class RedisCommand extends ScenarioCommand {

  private static final List<Scenario> SCENARIOS =
      List.of(
          new RedisFeedScenario(RedisKind.CHANNEL),
          new RedisCrowd(),
          new RedisFeedScenario(RedisKind.STREAM),
          new CatchUpScenario("streams", "redis-streams-catchup", RedisProcesses::new),
          new LatencyScenario("streams", "redis-streams-latency", RedisProcesses::new));

  private RedisCommand() {
    super(SCENARIOS);
  }

  /** Exits with 1 if a delivery was wrong, not if one was slow. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new RedisCommand()).execute(args));
  }
}
