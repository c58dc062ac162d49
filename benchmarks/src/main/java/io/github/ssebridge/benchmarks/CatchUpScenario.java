package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How soon a client has got a long topic from its beginning, against a bare loop. Stateless. */
final class CatchUpScenario implements Scenario {

  private static final String PLACE = "catchup";
  private static final int LIMIT_SECONDS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(LIMIT_SECONDS + 30);
  private static final int HEAP_MIB = 1024;
  private static final long LOG_BYTES = 16L << 20;

  private final String name;
  private final String file;
  private final Supplier<Backend> backend;

  /** The figures that are kept. */
  record Figures(
      int records,
      List<CatchingUp.Took> client,
      List<CatchingUp.Took> bare,
      Spread clientSeconds,
      Spread bareSeconds,
      double times) {}

  /**
   * A scenario for one kind of place.
   *
   * @param name what it is called by
   * @param file the name of the file with its figures
   */
  CatchUpScenario(String name, String file, Supplier<Backend> backend) {
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
    int records = bench.scale().pick(1_000_000, 200_000, 2_000);
    int repeats = bench.scale().pick(5, 2, 1);
    List<CatchingUp.Took> sse = new ArrayList<>();
    List<CatchingUp.Took> bare = new ArrayList<>();
    try (Backend processes = backend.get();
        Peer client = processes.client()) {
      RecordSource source = processes.create(PLACE);
      processes.produce(PLACE, 0, records);
      try (Peer node = processes.node(PLACE, LOG_BYTES, HEAP_MIB)) {
        ServerReady ready = node.awaitReady(ServerReady.class);
        bench.runsOn(ready);
        CatchingUp.Wanted wanted =
            new CatchingUp.Wanted(source, ready.port(), records, LIMIT_SECONDS);
        // The first of each is for the compiler. If records are missing, others say no more.
        for (int i = 0; i <= repeats && (sse.isEmpty() || sse.get(0).faults().isNone()); i++) {
          bench.progress().say("%s: run %d of %d, %,d records", file, i, repeats, records);
          CatchingUp.Took bareTook = read(client, "bareCatchUp", wanted);
          CatchingUp.Took sseTook = read(client, "catchUp", wanted);
          if (i > 0 || !sseTook.faults().isNone()) {
            bare.add(bareTook);
            sse.add(sseTook);
          }
        }
      }
    }
    return outcome(records, sse, bare);
  }

  private static CatchingUp.Took read(Peer client, String command, CatchingUp.Wanted wanted) {
    return client.ask(command, wanted, CatchingUp.Took.class, LIMIT);
  }

  private static Outcome outcome(
      int records, List<CatchingUp.Took> sse, List<CatchingUp.Took> bare) {
    Spread clientSeconds = Spread.of(sse, CatchingUp.Took::seconds);
    Spread bareSeconds = Spread.of(bare, CatchingUp.Took::seconds);
    Figures figures =
        new Figures(
            records, sse, bare, clientSeconds, bareSeconds, clientSeconds.times(bareSeconds));
    Table table =
        new Table("reader", "seconds", "min", "max", "records/s")
            .row(cells("client over HTTP", clientSeconds, records))
            .row(cells("bare loop", bareSeconds, records))
            .row("times", figures.times);
    List<CatchingUp.Took> all = new ArrayList<>(sse);
    all.addAll(bare);
    Faults faults = all.stream().map(CatchingUp.Took::faults).reduce(Faults.NONE, Faults::and);
    return new Outcome(figures, List.of(table), List.of(faults.check()));
  }

  private static Object[] cells(String reader, Spread seconds, int records) {
    return new Object[] {
      reader, seconds.median(), seconds.min(), seconds.max(), records / seconds.median()
    };
  }
}
