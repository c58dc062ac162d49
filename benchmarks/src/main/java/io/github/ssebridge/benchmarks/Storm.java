package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** How soon all are served who come back at once with ids of long ago. Stateless. */
final class Storm implements Scenario {

  private static final double BAR_TIMES = 1.5;
  private static final int AT_ONCE = 512;
  private static final double FILL_PER_SECOND = 200_000;
  private static final long BLOCK = EventText.BLOCK_BYTES;

  /**
   * One storm.
   *
   * @param seconds from the first connect until all have caught up
   * @param openSeconds until the last had its head
   * @param cpuSeconds the CPU time of the server
   */
  record Rush(double seconds, double openSeconds, double cpuSeconds, Faults faults) {}

  /** The figures that are kept. */
  record Figures(
      int clients,
      int events,
      long bytes,
      List<Rush> engine,
      List<Rush> raw,
      Spread engineSeconds,
      Spread rawSeconds,
      double times) {}

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public Outcome run(Bench bench) {
    int clients = bench.scale().pick(10_000, 2_000, 20);
    int events = bench.scale().pick(8192, 8192, 512);
    int repeats = bench.scale().pick(3, 1, 1);
    List<Rush> engine = new ArrayList<>();
    List<Rush> raw = new ArrayList<>();
    for (int i = 1; i <= repeats; i++) {
      bench.progress().say("storm: %,d clients, run %d of %d", clients, i, repeats);
      raw.add(rush(bench, ArmKind.RAW, clients, events));
      engine.add(rush(bench, ArmKind.ENGINE, clients, events));
    }
    Spread engineSeconds = Spread.of(engine, Rush::seconds);
    Spread rawSeconds = Spread.of(raw, Rush::seconds);
    long bytes = 0;
    Connect all = Connect.to(0, clients).returning("", events, AT_ONCE);
    for (int i = 0; i < clients; i++) {
      bytes += (events - all.seen(i)) * BLOCK;
    }
    double times = engineSeconds.times(rawSeconds);
    return outcome(
        new Figures(clients, events, bytes, engine, raw, engineSeconds, rawSeconds, times));
  }

  private static Rush rush(Bench bench, ArmKind arm, int clients, int events) {
    // Room for more than is stored, so that nothing of it is given up.
    ServerSettings settings =
        ServerSettings.of(arm).withLogBytes(events * BLOCK * 5 / 4).withStoredEvents(events);
    try (Rig rig = bench.start(settings)) {
      String prefix = EventText.ID_PREFIX;
      if (arm == ArmKind.ENGINE) {
        rig.publish(Load.of(FILL_PER_SECOND, 0, events / FILL_PER_SECOND));
        rig.open(rig.connections(1).expecting(events + 1));
        String position = rig.position();
        prefix = position.substring(0, position.lastIndexOf('.') + 1);
      }
      // Others before them, so that the code is warm.
      comeBack(rig, clients / 10, prefix, events);
      return comeBack(rig, clients, prefix, events);
    }
  }

  private static Rush comeBack(Rig rig, int clients, String prefix, int events) {
    long cpuNanos = rig.serverCpuNanos();
    Connected connected = rig.open(rig.connections(clients).returning(prefix, events, AT_ONCE));
    CaughtUp caughtUp = rig.awaitAll(events);
    return new Rush(
        (caughtUp.atNanos() - connected.startNanos()) / 1e9,
        (connected.openNanos() - connected.startNanos()) / 1e9,
        (rig.serverCpuNanos() - cpuNanos) / 1e9,
        rig.faults());
  }

  private static Outcome outcome(Figures figures) {
    Table table = new Table("arm", "seconds", "min", "max", "GB/s", "CPU s");
    table.row(cells("engine", figures.engineSeconds, figures.engine, figures.bytes));
    table.row(cells("raw Vert.x", figures.rawSeconds, figures.raw, figures.bytes));
    List<Rush> all = new ArrayList<>(figures.engine);
    all.addAll(figures.raw);
    Faults faults = all.stream().map(Rush::faults).reduce(Faults.NONE, Faults::and);
    return new Outcome(
        figures,
        List.of(table),
        List.of(
            faults.check(),
            Check.atMost("time against raw Vert.x", BAR_TIMES, figures.times, " times")));
  }

  private static Object[] cells(String arm, Spread seconds, List<Rush> runs, long bytes) {
    return new Object[] {
      arm,
      seconds.median(),
      seconds.min(),
      seconds.max(),
      bytes / seconds.median() / 1e9,
      Spread.of(runs, Rush::cpuSeconds).median()
    };
  }
}
