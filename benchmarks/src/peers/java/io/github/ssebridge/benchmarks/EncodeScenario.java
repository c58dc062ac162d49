package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs to encode an event, by us and by others. Stateless. */
final class EncodeScenario extends CodecScenario {

  private static final String FROM_BYTES = "fromBytes";
  private static final String FROM_TEXT = "fromText";
  private static final double NOTHING = 0.5;

  // Against other encoders.
  private static final List<SampleEvent> WITH_BARS = List.of(SampleEvent.SMALL, SampleEvent.LINES);

  @Override
  public String name() {
    return "encode";
  }

  @Override
  public Outcome run(Bench bench) {
    Timings timings = new Timings(bench);
    timings.inRounds(2, () -> List.of(SampleEvent.values()).forEach(event -> run(timings, event)));
    timings.inRounds(2, () -> WITH_BARS.forEach(event -> run(timings, event)));
    return new Outcome(
        new Figures(jdk(), timings.all()),
        List.of(table(timings, FROM_BYTES), table(timings, FROM_TEXT), floors(timings)),
        checks(timings));
  }

  private static void run(Timings timings, SampleEvent event) {
    for (String peer : Encoders.names()) {
      timings.run(EncodeComparison.class, Map.of("peer", peer, "event", event.label()));
    }
    if (event != SampleEvent.LINES) {
      timings.run(FloorBenchmark.class, Map.of("event", event.label()));
    }
  }

  private static Table table(Timings timings, String method) {
    List<String> header = new ArrayList<>(List.of(method + ", ns"));
    header.addAll(Encoders.names());
    header.addAll(List.of("fastest peer", "times ours", "ours B/op"));
    Table table = new Table(header.toArray(String[]::new));
    for (SampleEvent event : SampleEvent.values()) {
      List<Object> row = new ArrayList<>(List.of(event.label()));
      for (String peer : Encoders.names()) {
        row.add(timings.nanos(method, peer, event.label()));
      }
      Timing ours = timings.of(method, Encoders.OURS, event.label());
      String fastest = timings.fastest(Encoders.peers(), method, event.label());
      row.add(fastest);
      row.add(timings.nanos(method, fastest, event.label()) / ours.nanos().median());
      row.add(Math.rint(ours.allocatedBytes()));
      table.row(row.toArray());
    }
    return table;
  }

  private static Table floors(Timings timings) {
    Table table =
        new Table(
            "fromBytes, ns", "ours", "copy, simple scan", "times", "copy, fast scan", "times");
    for (SampleEvent event : SampleEvent.values()) {
      if (event != SampleEvent.LINES) {
        double ours = timings.nanos(FROM_BYTES, Encoders.OURS, event.label());
        double simple = timings.nanos("copyAndSimpleScan", event.label());
        double fast = timings.nanos("copyAndFastScan", event.label());
        table.row(event.label(), ours, simple, ours / simple, fast, ours / fast);
      }
    }
    return table;
  }

  private static List<Check> checks(Timings timings) {
    List<Check> checks = new ArrayList<>();
    for (Peers peers : Peers.KINDS) {
      checks.add(against(peers, timings, FROM_BYTES, SampleEvent.SMALL, 5));
      checks.add(against(peers, timings, FROM_TEXT, SampleEvent.SMALL, 3));
      checks.add(against(peers, timings, FROM_BYTES, SampleEvent.LINES, 5));
      checks.add(against(peers, timings, FROM_TEXT, SampleEvent.LINES, 4));
    }
    for (SampleEvent event : WITH_BARS) {
      for (String method : List.of(FROM_BYTES, FROM_TEXT)) {
        double bytes = timings.of(method, Encoders.OURS, event.label()).allocatedBytes();
        String what = "heap for " + event.label() + " " + method;
        checks.add(Check.atMost(what, NOTHING, bytes, " B/op"));
      }
    }
    for (SampleEvent event : List.of(SampleEvent.KIB_4, SampleEvent.KIB_64)) {
      double ours = timings.nanos(FROM_BYTES, Encoders.OURS, event.label());
      double floor = timings.nanos("copyAndFastScan", event.label());
      String what = event.label() + " fromBytes, against arraycopy and the fast scan";
      checks.add(Check.atMost(what, 1.3, ours / floor, " times"));
    }
    return checks;
  }

  private static Check against(
      Peers peers, Timings timings, String method, SampleEvent event, double bar) {
    double ours = timings.nanos(method, Encoders.OURS, event.label());
    String what = event.label() + " " + method;
    return peers.slowerThan(ours, timings, what, bar, method, event.label());
  }
}
