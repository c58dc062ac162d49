package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs to bring an event to 1,000 subscribers, encoded once or for each. Stateless. */
final class DeliverScenario extends CodecScenario {

  private static final double BAR = 100;
  private static final String HANDED = "encodedForEachHanded";
  private static final String KEPT = "encodedForEachKept";

  private static final List<Way> ONCE =
      List.of(
          new Way("sharedBlockHanded", HANDED),
          new Way("sharedBlockKept", KEPT),
          // A slice is released before the next.
          new Way("throughHub", HANDED),
          new Way("throughHubInTens", HANDED),
          new Way("throughHubInHundreds", HANDED));
  private static final List<SampleEvent> EVENTS = List.of(SampleEvent.SMALL, SampleEvent.LINES);

  @Override
  public String name() {
    return "deliver";
  }

  @Override
  public Outcome run(Bench bench) {
    Timings timings = new Timings(bench);
    timings.inRounds(3, () -> EVENTS.forEach(event -> run(timings, event)));
    Table table = new Table("an event to 1,000, ns", "small", "lines");
    for (Way way : ONCE) {
      table.row(way.once(), timings.nanos(way.once(), "small"), timings.nanos(way.once(), "lines"));
    }
    for (String method : List.of(HANDED, KEPT)) {
      for (String peer : Encoders.names()) {
        table.row(
            method + " by " + peer,
            timings.nanos(method, peer, "small"),
            timings.nanos(method, peer, "lines"));
      }
    }
    List<Check> checks = new ArrayList<>();
    for (SampleEvent event : EVENTS) {
      for (Peers peers : Peers.KINDS) {
        for (Way way : ONCE) {
          double ours = timings.nanos(way.once(), event.label());
          String what = event.label() + " " + way.once();
          checks.add(peers.slowerThan(ours, timings, what, BAR, way.forEach(), event.label()));
        }
      }
    }
    return new Outcome(new Figures(jdk(), timings.all()), List.of(table), checks);
  }

  private static void run(Timings timings, SampleEvent event) {
    timings.run(SharedBenchmark.class, Map.of("event", event.label()));
    for (String peer : Encoders.names()) {
      timings.run(DeliverComparison.class, Map.of("peer", peer, "event", event.label()));
    }
  }

  /** Encoded once, and what that is compared with. */
  private record Way(String once, String forEach) {}
}
