package io.github.ssebridge.benchmarks;

import java.util.List;

/** What subscribers cost to whom nothing happens. Stateless. */
final class Idle implements Scenario {

  private static final double BAR_HEAP_BYTES = 1024;
  private static final double BAR_CPU_PERCENT = 2;

  /** Two, each longer by the tenth by which a heartbeat may be late. */
  private static final double INTERVALS = 2.2;

  private static final double LATE = 1.1;

  /**
   * One arm.
   *
   * @param heapPerSubscriber bytes
   * @param cpuPercent of one core, in the time that was measured
   * @param heartbeats how many came in that time
   * @param heartbeatsExpected how many should have come
   */
  record Resting(
      String arm,
      double heapPerSubscriber,
      double cpuPercent,
      double seconds,
      long heartbeats,
      long heartbeatsExpected,
      Faults faults) {}

  /** The figures that are kept. */
  record Figures(
      int subscribers,
      double heartbeatSeconds,
      Resting raw,
      Resting engine,
      double heapOverRaw,
      double heartbeatCpuPercent) {}

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public Outcome run(Bench bench) {
    int subscribers = bench.scale().pick(15_000, 3_000, 50);
    double heartbeat = bench.scale().pick(15.0, 1.5, 0.4);
    Resting raw = rest(bench, ArmKind.RAW, subscribers, heartbeat);
    Resting engine = rest(bench, ArmKind.ENGINE, subscribers, heartbeat);
    Figures figures =
        new Figures(
            subscribers,
            heartbeat,
            raw,
            engine,
            engine.heapPerSubscriber() - raw.heapPerSubscriber(),
            engine.cpuPercent() - raw.cpuPercent());
    return outcome(figures);
  }

  private static Resting rest(Bench bench, ArmKind arm, int subscribers, double heartbeat) {
    ServerSettings settings = ServerSettings.of(arm).withHeartbeatMillis((long) (heartbeat * 1000));
    try (Rig rig = bench.start(settings)) {
      bench.progress().say("idle: %s, opening %,d subscriptions", arm.label(), subscribers);
      // What the first of them loads and caches is not the cost of one more.
      rig.open(rig.connections(Math.max(1, subscribers / 100)));
      long heapBefore = rig.serverHeap();
      rig.open(rig.connections(subscribers));
      double heap = (rig.serverHeap() - heapBefore) / (double) subscribers;
      // Raw Vert.x has nothing to do at all, which is seen sooner.
      double seconds = heartbeat * (arm == ArmKind.ENGINE ? INTERVALS : 0.5);
      bench.progress().say("idle: %s, watching it rest for %.1f s", arm.label(), seconds * 2);
      // As long again before, so that the code of heartbeats is compiled.
      Clock.sleep(seconds);
      return watch(rig, arm, heap, seconds, heartbeat);
    }
  }

  private static Resting watch(
      Rig rig, ArmKind arm, double heap, double seconds, double heartbeat) {
    rig.count();
    long cpuNanos = rig.serverCpuNanos();
    long startNanos = System.nanoTime();
    Clock.sleep(seconds);
    double wallNanos = System.nanoTime() - startNanos;
    double cpuPercent = 100 * (rig.serverCpuNanos() - cpuNanos) / wallNanos;
    long expected =
        arm == ArmKind.ENGINE
            ? Math.round(rig.serverSubscribers() * wallNanos / 1e9 / (LATE * heartbeat))
            : 0;
    return new Resting(
        arm.label(),
        heap,
        cpuPercent,
        wallNanos / 1e9,
        rig.report().heartbeats(),
        expected,
        rig.faults());
  }

  private static Outcome outcome(Figures figures) {
    Table table = new Table("arm", "heap per subscriber, bytes", "CPU %", "heartbeats");
    for (Resting arm : List.of(figures.raw, figures.engine)) {
      table.row(arm.arm(), Math.rint(arm.heapPerSubscriber()), arm.cpuPercent(), arm.heartbeats());
    }
    table.row("difference", Math.rint(figures.heapOverRaw), figures.heartbeatCpuPercent, "");
    return new Outcome(
        figures,
        List.of(table),
        List.of(
            figures.raw.faults().and(figures.engine.faults()).check(),
            heartbeatsCame(figures.engine),
            Check.atMost("heap per subscriber over raw", BAR_HEAP_BYTES, figures.heapOverRaw, " B"),
            Check.atMost(
                "heartbeats' CPU", BAR_CPU_PERCENT, figures.heartbeatCpuPercent, " % of a core")));
  }

  /** Leaves room for a busy machine. */
  private static Check heartbeatsCame(Resting engine) {
    return Check.correctness(
        "heartbeats",
        "half of %,d or more".formatted(engine.heartbeatsExpected()),
        "%,d".formatted(engine.heartbeats()),
        2 * engine.heartbeats() >= engine.heartbeatsExpected());
  }
}
