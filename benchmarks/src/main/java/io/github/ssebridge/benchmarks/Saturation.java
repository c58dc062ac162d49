package io.github.ssebridge.benchmarks;

import java.util.List;

/** How many deliveries a second each arm sustains. Stateless. */
final class Saturation implements Scenario {

  private static final double BAR_DELIVERIES = 8e6;
  private static final double BAR_RATIO = 80;
  private static final double[] ENGINE_RATES = {
    1000, 2000, 4000, 6000, 7000, 8000, 9000, 10_000, 12_000, 14_000, 16_000, 18_000, 20_000
  };
  private static final double[] LOOP_RATES = {20, 40, 60, 80, 100, 120, 160, 200};

  /** The figures that are kept. */
  record Figures(int subscribers, List<Climb> arms, double timesNaive, double timesPreEncoded) {}

  @Override
  public String name() {
    return "saturation";
  }

  @Override
  public Outcome run(Bench bench) {
    int subscribers = bench.scale().pick(1000, 1000, 20);
    Climb engine = climb(bench, ArmKind.ENGINE, rates(bench, ENGINE_RATES), subscribers);
    Climb naive = climb(bench, ArmKind.NAIVE, rates(bench, LOOP_RATES), subscribers);
    Climb preEncoded = climb(bench, ArmKind.PRE_ENCODED, rates(bench, LOOP_RATES), subscribers);
    List<Climb> arms = List.of(engine, naive, preEncoded);
    double timesNaive = engine.sustained().times(naive.sustained());
    double timesPreEncoded = engine.sustained().times(preEncoded.sustained());
    Faults faults = arms.stream().map(Climb::faults).reduce(Faults.NONE, Faults::and);
    return new Outcome(
        new Figures(subscribers, arms, timesNaive, timesPreEncoded),
        List.of(steps(arms), best(arms)),
        List.of(
            faults.check(),
            Check.atLeast("sustained", BAR_DELIVERIES, engine.sustained().median(), "/s"),
            Check.atLeast("sustained against naive", BAR_RATIO, timesNaive, " times")));
  }

  private static double[] rates(Bench bench, double[] full) {
    double fourth = full[3];
    double eighth = full[Math.min(7, full.length - 1)];
    return bench.scale().pick(full, new double[] {full[1], fourth, eighth}, new double[] {full[0]});
  }

  private static Climb climb(Bench bench, ArmKind arm, double[] rates, int subscribers) {
    double warm = bench.scale().pick(6.0, 3.0, 0.1);
    try (Rig rig = bench.start(ServerSettings.of(arm))) {
      rig.open(rig.connections(subscribers));
      bench.progress().say("saturation: %s, warming up for %.0f s", arm.label(), warm);
      rig.measure(Load.of(rates[0], 0, warm));
      Ladder ladder = new Ladder(bench, rig, "saturation: " + arm.label());
      List<Measured> steps = ladder.climb(rates);
      List<Measured> repeats = ladder.repeatBest(steps);
      return Climb.of(arm, steps, repeats, rig.faults().ofOverload());
    }
  }

  private static Table steps(List<Climb> arms) {
    Table table =
        new Table(
            "arm",
            "events/s",
            "deliveries/s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "CPU ns each",
            "server CPU",
            "client CPU",
            "sustained");
    for (Climb arm : arms) {
      arm.steps().forEach(step -> table.row(cells(arm.arm(), step)));
      arm.repeats().forEach(step -> table.row(cells(arm.arm() + ", again", step)));
    }
    return table;
  }

  private static Object[] cells(String arm, Measured step) {
    Latency latency = step.latencyMillis();
    return new Object[] {
      arm,
      step.eventsPerSecond(),
      Math.rint(step.deliveredPerSecond()),
      latency.p50(),
      latency.p99(),
      latency.p999(),
      latency.max(),
      step.cpuNanosPerDelivery(),
      step.serverCpu(),
      step.clientCpu(),
      step.isSustained() ? "yes" : "no"
    };
  }

  private static Table best(List<Climb> arms) {
    Table table = new Table("arm", "sustained deliveries/s", "min", "max", "of runs");
    for (Climb arm : arms) {
      Spread best = arm.sustained();
      table.row(
          arm.arm(),
          Math.rint(best.median()),
          Math.rint(best.min()),
          Math.rint(best.max()),
          arm.repeats().size());
    }
    return table;
  }
}
