package io.github.ssebridge.benchmarks;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the comparison of codecs. */
@Command(
    name = "codec",
    version = "SSE Bridge 0.1.0",
    mixinStandardHelpOptions = true,
    description = {
      "Compares our encoder and decoder with those of other frameworks.",
      "Scenarios: encode, decode, deliver, growth, formats."
    })
final class Codec extends ScenarioCommand {

  static final List<Scenario> SCENARIOS =
      List.of(
          new EncodeScenario(),
          new DecodeScenario(),
          new DeliverScenario(),
          new GrowthScenario(),
          new FormatsScenario());

  private Codec() {
    super(SCENARIOS);
  }

  /** Exits with 1 if something was read or written wrong, not if it was slow. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Codec()).execute(args));
  }
}
