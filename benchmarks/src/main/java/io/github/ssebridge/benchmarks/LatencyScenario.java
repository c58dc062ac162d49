package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** How long a record takes to a client, against a bare loop on the same records. Stateless. */
final class LatencyScenario implements Scenario {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int PER_SECOND = 1000;
  private static final int HEAP_MIB = 1024;
  private static final long LOG_BYTES = 16L << 20;

  private final String name;
  private final String file;
  private final Supplier<Backend> backend;

  /**
   * The figures that are kept, all in milliseconds; {@code more} is how much more the client has.
   */
  record Figures(
      int perSecond,
      int partitions,
      List<SideBySide.Measured> runs,
      Spread sseP50,
      Spread bareP50,
      Spread moreP50,
      Spread sseP99,
      Spread bareP99,
      Spread moreP99) {}

  /**
   * A scenario for one kind of place.
   *
   * @param name what it is called by
   * @param file the name of the file with its figures
   */
  LatencyScenario(String name, String file, Supplier<Backend> backend) {
    this.name = name;
    this.file = file;
    this.backend = backend;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public Outcome run(Bench bench) {
    int repeats = bench.scale().pick(3, 1, 1);
    double warm = bench.scale().pick(10.0, 3.0, 0.2);
    double seconds = bench.scale().pick(20.0, 5.0, 0.5);
    List<SideBySide.Measured> runs = new ArrayList<>();
    try (Backend processes = backend.get();
        Peer client = processes.client()) {
      // The first run is for the compiler, above all the broker's.
      for (int i = 0; i <= repeats; i++) {
        bench.progress().say("%s: run %d of %d, %.1f s", file, i, repeats, warm + seconds);
        RecordSource source = processes.create("latency-" + i);
        try (Peer node = processes.node(source.name(), LOG_BYTES, HEAP_MIB)) {
          ServerReady ready = node.awaitReady(ServerReady.class);
          bench.runsOn(ready);
          SideBySide.Wanted wanted =
              new SideBySide.Wanted(source, ready.port(), PER_SECOND, warm, seconds);
          SideBySide.Measured run = client.ask("latency", wanted, SideBySide.Measured.class, LIMIT);
          if (i > 0) {
            runs.add(run);
          }
        }
      }
      return outcome(processes.partitions(), runs);
    }
  }

  private static Outcome outcome(int partitions, List<SideBySide.Measured> runs) {
    Figures figures =
        new Figures(
            PER_SECOND,
            partitions,
            runs,
            Spread.of(runs, run -> run.sse().p50()),
            Spread.of(runs, run -> run.bare().p50()),
            more(runs, Latency::p50),
            Spread.of(runs, run -> run.sse().p99()),
            Spread.of(runs, run -> run.bare().p99()),
            more(runs, Latency::p99));
    Table table =
        new Table("reader", "p50 ms", "min", "max", "p99 ms", "min", "max")
            .row(cells("client over HTTP", figures.sseP50, figures.sseP99))
            .row(cells("bare loop", figures.bareP50, figures.bareP99))
            .row(cells("difference", figures.moreP50, figures.moreP99));
    Faults faults =
        runs.stream()
            .map(run -> run.sseFaults().and(run.bareFaults()))
            .reduce(Faults.NONE, Faults::and);
    return new Outcome(figures, List.of(table), List.of(faults.check()));
  }

  private static Spread more(List<SideBySide.Measured> runs, Function<Latency, Double> figure) {
    return Spread.of(runs, run -> figure.apply(run.sse()) - figure.apply(run.bare()));
  }

  private static Object[] cells(String reader, Spread p50, Spread p99) {
    return new Object[] {
      reader, p50.median(), p50.min(), p50.max(), p99.median(), p99.min(), p99.max()
    };
  }
}
