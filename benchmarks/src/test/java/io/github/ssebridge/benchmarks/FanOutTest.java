package io.github.ssebridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FanOutTest {

  private final Bench bench = bench(new Threads());

  @Test
  void saturation() {
    Outcome outcome = run(new Saturation());
    JsonNode figures = Json.tree(outcome.figures());
    assertThat(Pictures.sustained(figures)).contains("deliveries per second");
    assertThat(Pictures.latency(figures)).contains("pre-encoded");
  }

  @Test
  void calm() {
    run(new Calm());
  }

  @Test
  void idle() {
    run(new Idle());
  }

  @Test
  void stalled() {
    Outcome outcome = run(new Stalled());
    assertThat(Pictures.memory(Json.tree(outcome.figures()))).contains("2 of 20 readers");
  }

  @Test
  void storm() {
    Outcome outcome = run(new Storm());
    assertThat(Pictures.storm(Json.tree(outcome.figures()))).contains("20 clients");
  }

  @Test
  void keyed() {
    Outcome outcome = run(new Keyed());
    assertThat(Pictures.keyCost(Json.tree(outcome.figures()))).contains("all keys in turn");
  }

  @Test
  void soak() {
    run(new SoakScenario());
  }

  @Test
  void lostEventsFailTheRun() {
    try (Rig rig = bench.start(ServerSettings.of(ArmKind.ENGINE))) {
      rig.open(rig.connections(3));
      rig.publish(Load.of(100, 0, 0.1));
      // These are told to expect the first event, which was published before they came.
      rig.open(rig.connections(2));
      Measured measured = rig.measure(Load.of(100, 0, 0.1));
      assertThat(measured.lost()).isEqualTo(2 * 10);
      assertThat(measured.isSustained()).isFalse();
      assertThat(new Outcome("", List.of(), List.of(rig.faults().check())).isCorrect()).isFalse();
    }
  }

  @Test
  void eitherSideIsAProcessOfItsOwn() {
    Load load = Load.of(200, 0.1, 0.2);
    try (Rig rig = bench(new Processes()).start(ServerSettings.of(ArmKind.ENGINE))) {
      rig.open(rig.connections(5));
      assertThat(rig.measure(load).latencyMillis().events()).isEqualTo(5 * 40);
      assertThat(rig.faults().isNone()).isTrue();
    }
  }

  private static Bench bench(Launcher launcher) {
    return new Bench(Scale.TINY, new Progress(System.out), launcher);
  }

  private Outcome run(Scenario scenario) {
    Outcome outcome = scenario.run(bench);
    assertThat(outcome.checks()).filteredOn(Check::correctness).allMatch(Check::holds);
    return outcome;
  }
}
