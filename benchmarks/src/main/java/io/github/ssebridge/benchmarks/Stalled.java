package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Whether those who stop reading cost the others anything, or memory. Stateless. */
final class Stalled implements Scenario {

  private static final double BAR_P99 = 1.2;
  private static final long LOG_BYTES = 4L << 20;
  private static final double FILL_PER_SECOND = 200_000;
  private static final double FILL_SECONDS = 0.25;
  private static final double SAMPLE_SECONDS = 0.5;

  /** The figures that are kept. */
  record Figures(
      int readers,
      int stalled,
      double eventsPerSecond,
      long logBytes,
      List<Measured> without,
      List<Measured> with,
      Spread p99MillisWithout,
      Spread p99MillisWith,
      double timesP99,
      List<MemoryPoint> memory) {}

  @Override
  public String name() {
    return "stalled";
  }

  @Override
  public Outcome run(Bench bench) {
    int subscribers = bench.scale().pick(1000, 1000, 20);
    int stalled = subscribers / 10;
    int readers = subscribers - stalled;
    double rate = bench.scale().pick(2000.0, 2000.0, 200.0);
    int repeats = bench.scale().pick(3, 1, 1);
    double seconds = bench.scale().pick(6.0, 2.0, 0.3);
    double longSeconds = bench.scale().pick(60.0, 5.0, 0.6);
    List<Measured> without = new ArrayList<>();
    List<Measured> with = new ArrayList<>();
    List<MemoryPoint> memory = new ArrayList<>();
    Faults faults = Faults.NONE;
    for (int i = 1; i <= repeats; i++) {
      bench.progress().say("stalled: run %d of %d, %.1f s each", i, repeats, seconds);
      try (Rig rig = warm(bench, readers, 0, rate)) {
        without.add(rig.measure(Load.of(rate, seconds / 4, seconds)));
        faults = faults.and(rig.faults());
      }
      try (Rig rig = warm(bench, readers, stalled, rate)) {
        with.add(rig.measure(Load.of(rate, seconds / 4, seconds)));
        faults = faults.and(rig.faults());
      }
    }
    bench.progress().say("stalled: the memory over %.1f s", longSeconds);
    try (Rig rig = warm(bench, readers, 0, rate)) {
      rig.open(rig.connections(stalled).thatStall());
      Load load = Load.of(rate, 0, longSeconds);
      rig.measure(load, () -> memory.addAll(sample(rig, longSeconds)));
      faults = faults.and(rig.faults());
    }
    return outcome(readers, stalled, rate, without, with, memory, faults);
  }

  private static Rig warm(Bench bench, int readers, int stalled, double rate) {
    double seconds = bench.scale().pick(3.0, 2.0, 0.1);
    Rig rig = bench.start(ServerSettings.of(ArmKind.ENGINE).withLogBytes(LOG_BYTES));
    // Full from the start, so that the memory it takes does not grow any more.
    long filled = rig.publish(Load.of(FILL_PER_SECOND, 0, FILL_SECONDS)).lastSequence();
    rig.open(rig.connections(readers).expecting(filled + 1));
    rig.open(rig.connections(stalled).thatStall());
    rig.measure(Load.of(rate, 0, seconds));
    return rig;
  }

  private static List<MemoryPoint> sample(Rig rig, double seconds) {
    List<MemoryPoint> points = new ArrayList<>();
    long start = System.nanoTime();
    for (double at = 0; at <= seconds; at += SAMPLE_SECONDS) {
      Clock.sleepUntil(start + (long) (at * 1e9));
      points.add(MemoryPoint.of(at, rig.serverMemory()));
    }
    return points;
  }

  private static Outcome outcome(
      int readers,
      int stalled,
      double rate,
      List<Measured> without,
      List<Measured> with,
      List<MemoryPoint> memory,
      Faults faults) {
    Spread p99Without = Spread.of(without, run -> run.latencyMillis().p99());
    Spread p99With = Spread.of(with, run -> run.latencyMillis().p99());
    double times = p99With.times(p99Without);
    Spread direct = Spread.of(memory, MemoryPoint::directMiB);
    Table latency =
        new Table("stalled", "p99 ms", "min", "max")
            .row(0, p99Without.median(), p99Without.min(), p99Without.max())
            .row(stalled, p99With.median(), p99With.min(), p99With.max());
    Table bytes =
        new Table("MiB", "min", "median", "max")
            .row(cells("log's bound", Spread.of(List.of(LOG_BYTES / 1048576.0), mib -> mib)))
            .row(cells("direct memory", direct))
            .row(cells("heap", Spread.of(memory, MemoryPoint::heapMiB)))
            .row(cells("resident", Spread.of(memory, MemoryPoint::residentMiB)));
    return new Outcome(
        new Figures(
            readers, stalled, rate, LOG_BYTES, without, with, p99Without, p99With, times, memory),
        List.of(latency, bytes),
        List.of(
            faults.check(),
            Check.atMost("p99 of the others, with against without", BAR_P99, times, " times")));
  }

  private static Object[] cells(String what, Spread spread) {
    return new Object[] {what, spread.min(), spread.median(), spread.max()};
  }
}
