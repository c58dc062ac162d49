package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a small node takes when many come back at once with ids of long ago. Stateless. */
final class Crowd implements Scenario {

  private static final String TOPIC = "crowd";
  private static final Duration ANSWER = Duration.ofSeconds(90);
  private static final double SAMPLE_SECONDS = 0.2;
  private static final double QUIET_SECONDS = 2;

  /** A bare minimum, so that the ids are older than what the log has. */
  private static final long LOG_BYTES = 1 << 20;

  /** What the node takes at a moment. */
  record Point(double seconds, MemoryPoint memory, int consumers, int threads, int done) {}

  /** The figures that are kept. */
  record Figures(
      int clients,
      int records,
      int heapMiB,
      double seconds,
      double highestHeapMiB,
      double highestDirectMiB,
      int mostConsumers,
      int mostThreads,
      List<Point> points) {}

  @Override
  public String name() {
    return "crowd";
  }

  @Override
  public Outcome run(Bench bench) {
    int clients = bench.scale().pick(1000, 200, 5);
    int records = bench.scale().pick(20_000, 20_000, 10_000);
    int heapMiB = 256;
    double limit = bench.scale().pick(120.0, 30.0, 5.0);
    try (KafkaProcesses processes = new KafkaProcesses();
        Peer client = processes.client()) {
      var unused = processes.create(TOPIC);
      try (Peer node = processes.node(TOPIC, LOG_BYTES, heapMiB)) {
        ServerReady ready = node.awaitReady(ServerReady.class);
        bench.runsOn(ready);
        bench.progress().say("crowd: collecting ids of %,d records", records);
        ask(client, "collect", new ReturningCrowd.Wanted(ready.port(), clients, records));
        processes.produce(TOPIC, 0, records);
        ask(client, "collected", Nothing.NOTHING);
        bench.progress().say("crowd: %,d clients come back", clients);
        List<Point> points = new ArrayList<>();
        ReturningCrowd.Progress end = watch(client, node, clients, limit, points);
        return outcome(figures(clients, records, heapMiB, end, points), end.faults());
      }
    }
  }

  private static void ask(Peer client, String command, Object argument) {
    var unused = client.ask(command, argument, Nothing.class, ANSWER);
  }

  /** Lets them come back after a while, and looks on until all are done, and a while longer. */
  private static ReturningCrowd.Progress watch(
      Peer client, Peer node, int clients, double limit, List<Point> points) {
    long startNanos = System.nanoTime();
    double stop = limit;
    boolean back = false;
    ReturningCrowd.Progress progress = new ReturningCrowd.Progress(0, 0, Faults.NONE);
    for (double now = 0; now < stop; now = (System.nanoTime() - startNanos) / 1e9) {
      KafkaNode.Sample sample = node.ask("sample", Nothing.NOTHING, KafkaNode.Sample.class, ANSWER);
      if (!back && now >= QUIET_SECONDS) {
        back = true;
        ask(client, "comeBack", Nothing.NOTHING);
      }
      progress = client.ask("progress", Nothing.NOTHING, ReturningCrowd.Progress.class, ANSWER);
      MemoryPoint memory = MemoryPoint.of(now, sample.memory());
      points.add(new Point(now, memory, sample.consumers(), sample.threads(), progress.done()));
      if (progress.done() == clients && stop == limit) {
        stop = now + QUIET_SECONDS;
      }
      Clock.sleep(SAMPLE_SECONDS);
    }
    return progress;
  }

  private static Figures figures(
      int clients, int records, int heapMiB, ReturningCrowd.Progress end, List<Point> points) {
    return new Figures(
        clients,
        records,
        heapMiB,
        end.seconds(),
        Spread.of(points, point -> point.memory.heapMiB()).max(),
        Spread.of(points, point -> point.memory.directMiB()).max(),
        points.stream().mapToInt(Point::consumers).max().orElse(0),
        points.stream().mapToInt(Point::threads).max().orElse(0),
        points);
  }

  private static Outcome outcome(Figures figures, Faults faults) {
    Table table =
        new Table("clients", "seconds", "heap MiB", "direct MiB", "consumers", "threads")
            .row(
                figures.clients,
                figures.seconds,
                figures.highestHeapMiB,
                figures.highestDirectMiB,
                figures.mostConsumers,
                figures.mostThreads);
    return new Outcome(figures, List.of(table), List.of(faults.check()));
  }
}
