package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How soon a client has got a long topic from its beginning, against a bare loop. Stateless. */
final class CatchUpScenario implements Scenario {

  private static final String TOPIC = "catchup";
  private static final int LIMIT_SECONDS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(LIMIT_SECONDS + 30);
  private static final int HEAP_MIB = 1024;
  private static final long LOG_BYTES = 16L << 20;

  /** The figures that are kept. */
  record Figures(
      int records,
      List<CatchingUp.Took> client,
      List<CatchingUp.Took> bare,
      Spread clientSeconds,
      Spread bareSeconds,
      double times) {}

  @Override
  public String name() {
    return "catchup";
  }

  @Override
  public Outcome run(Bench bench) {
    int records = bench.scale().pick(1_000_000, 200_000, 2_000);
    int repeats = bench.scale().pick(5, 2, 1);
    List<CatchingUp.Took> sse = new ArrayList<>();
    List<CatchingUp.Took> bare = new ArrayList<>();
    try (KafkaProcesses processes = new KafkaProcesses();
        Peer client = processes.client()) {
      processes.createTopic(TOPIC);
      processes.produce(TOPIC, 0, records);
      try (Peer node = processes.node(TOPIC, LOG_BYTES, HEAP_MIB)) {
        ServerReady ready = node.awaitReady(ServerReady.class);
        bench.runsOn(ready);
        CatchingUp.Wanted wanted =
            new CatchingUp.Wanted(
                processes.bootstrapServers(), TOPIC, ready.port(), records, LIMIT_SECONDS);
        // The first of each is for the compiler. If records are missing, others say no more.
        for (int i = 0; i <= repeats && (sse.isEmpty() || sse.get(0).faults().isNone()); i++) {
          bench.progress().say("catchup: run %d of %d, %,d records", i, repeats, records);
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
