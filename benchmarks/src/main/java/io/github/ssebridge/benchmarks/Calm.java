package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the engine costs when there is little to do, against the least that a loop can do. */
final class Calm implements Scenario {

  private static final double BAR_CPU = 1.15;
  private static final double BAR_P99 = 1.2;
  private static final double EVENTS_PER_SECOND = 50;
  private static final double WARM_EVENTS_PER_SECOND = 100;

  /** The figures that are kept. */
  record Figures(
      int subscribers,
      double eventsPerSecond,
      List<Measured> engine,
      List<Measured> preEncoded,
      Spread engineCpuNanos,
      Spread preEncodedCpuNanos,
      Spread engineP99Millis,
      Spread preEncodedP99Millis,
      double timesCpu,
      double timesP99) {}

  @Override
  public String name() {
    return "calm";
  }

  @Override
  public Outcome run(Bench bench) {
    int subscribers = bench.scale().pick(1000, 1000, 20);
    int repeats = bench.scale().pick(5, 2, 1);
    double seconds = bench.scale().pick(8.0, 3.0, 0.3);
    List<Measured> engineRuns = new ArrayList<>();
    List<Measured> loopRuns = new ArrayList<>();
    Faults faults;
    try (Rig engine = warm(bench, ArmKind.ENGINE, subscribers);
        Rig loop = warm(bench, ArmKind.PRE_ENCODED, subscribers)) {
      Load load = Load.of(EVENTS_PER_SECOND, seconds / 16, seconds);
      for (int i = 1; i <= repeats; i++) {
        bench.progress().say("calm: run %d of %d, %.1f s for each arm", i, repeats, seconds);
        engineRuns.add(engine.measure(load));
        loopRuns.add(loop.measure(load));
      }
      faults = engine.faults().and(loop.faults());
    }
    return outcome(figures(subscribers, engineRuns, loopRuns), faults);
  }

  private static Rig warm(Bench bench, ArmKind arm, int subscribers) {
    double seconds = bench.scale().pick(15.0, 4.0, 0.1);
    bench.progress().say("calm: %s, warming up for %.0f s", arm.label(), seconds);
    Rig rig = bench.start(ServerSettings.of(arm));
    rig.open(rig.connections(subscribers));
    rig.measure(Load.of(WARM_EVENTS_PER_SECOND, 0, seconds));
    return rig;
  }

  private static Figures figures(int subscribers, List<Measured> engine, List<Measured> loop) {
    Spread engineCpu = Spread.of(engine, Measured::cpuNanosPerDelivery);
    Spread loopCpu = Spread.of(loop, Measured::cpuNanosPerDelivery);
    Spread engineP99 = Spread.of(engine, run -> run.latencyMillis().p99());
    Spread loopP99 = Spread.of(loop, run -> run.latencyMillis().p99());
    return new Figures(
        subscribers,
        EVENTS_PER_SECOND,
        engine,
        loop,
        engineCpu,
        loopCpu,
        engineP99,
        loopP99,
        engineCpu.times(loopCpu),
        engineP99.times(loopP99));
  }

  private static Outcome outcome(Figures figures, Faults faults) {
    Table table =
        new Table("arm", "CPU ns each", "min", "max", "p99 ms", "min", "max")
            .row(cells("engine", figures.engineCpuNanos, figures.engineP99Millis))
            .row(cells("pre-encoded", figures.preEncodedCpuNanos, figures.preEncodedP99Millis));
    return new Outcome(
        figures,
        List.of(table),
        List.of(
            faults.check(),
            Check.atMost(
                "CPU per delivery against pre-encoded", BAR_CPU, figures.timesCpu, " times"),
            Check.atMost("p99 against pre-encoded", BAR_P99, figures.timesP99, " times")));
  }

  private static Object[] cells(String arm, Spread cpu, Spread p99) {
    return new Object[] {
      arm, cpu.median(), cpu.min(), cpu.max(), p99.median(), p99.min(), p99.max()
    };
  }
}
