package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs to bring an event to 1,000 subscribers, encoded once or for each. Stateless. */
final class DeliverScenario extends CodecScenario {

  private static final double BAR = 100;
  private static final String FOR_EACH = "encodedForEach";
  private static final List<String> ONCE =
      List.of("sharedBlock", "throughHub", "throughHubInTens", "throughHubInHundreds");
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
    for (String method : ONCE) {
      table.row(method, timings.nanos(method, "small"), timings.nanos(method, "lines"));
    }
    for (String peer : Encoders.names()) {
      table.row(
          FOR_EACH + " by " + peer,
          timings.nanos(FOR_EACH, peer, "small"),
          timings.nanos(FOR_EACH, peer, "lines"));
    }
    List<Check> checks = new ArrayList<>();
    for (SampleEvent event : EVENTS) {
      for (Peers peers : Peers.KINDS) {
        for (String method : ONCE) {
          double ours = timings.nanos(method, event.label());
          String what = event.label() + " " + method;
          checks.add(peers.slowerThan(ours, timings, what, BAR, FOR_EACH, event.label()));
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
}
