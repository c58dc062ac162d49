package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Whether a stream of many keys serves those who want one of them. Stateless. */
final class Keyed implements Scenario {

  private static final double ENOUGH = 0.995;
  private static final double BAR_P99_MILLIS = 100;
  private static final double BAR_GROWTH = 1.2;
  private static final int BURSTS_PER_SECOND = 1000;

  /** The figures that are kept. */
  record Figures(
      int keys, int subscribers, Measured sustained, List<KeyCost> costs, double growth) {}

  @Override
  public String name() {
    return "keyed";
  }

  @Override
  public Outcome run(Bench bench) {
    int keys = bench.scale().pick(100_000, 100_000, 200);
    int subscribers = bench.scale().pick(10_000, 2_000, 20);
    ServerSettings settings = ServerSettings.of(ArmKind.ENGINE).withKeys(keys);
    Measured sustained;
    Faults faults;
    try (Rig rig = bench.start(settings)) {
      sustained = sustain(bench, rig, keys, subscribers);
      faults = rig.faults();
    }
    try (Rig rig = bench.start(settings)) {
      KeyCosts costs = new KeyCosts(bench, rig, keys);
      List<KeyCost> points = costs.measure(points(bench, subscribers));
      faults = faults.and(rig.faults());
      return outcome(keys, subscribers, sustained, points, faults);
    }
  }

  private static Measured sustain(Bench bench, Rig rig, int keys, int subscribers) {
    double rate = bench.scale().pick(50_000.0, 50_000.0, 1_000.0);
    double warm = bench.scale().pick(4.0, 2.0, 0.2);
    double seconds = bench.scale().pick(20.0, 4.0, 0.4);
    bench.progress().say("keyed: opening %,d subscriptions of one key each", subscribers);
    rig.open(rig.connections(subscribers).withKeysFrom(0));
    bench.progress().say("keyed: %,.0f appends/s for %.0f s", rate, warm + seconds);
    int burst = Math.max(1, (int) rate / BURSTS_PER_SECOND);
    return rig.measure(Load.of(rate, warm, seconds).withBurst(burst).withKeys(0, keys));
  }

  private static List<Integer> points(Bench bench, int subscribers) {
    return bench
        .scale()
        .pick(
            List.of(0, 1_000, 2_000, 5_000, subscribers),
            List.of(0, subscribers),
            List.of(0, subscribers));
  }

  private static Outcome outcome(
      int keys, int subscribers, Measured sustained, List<KeyCost> costs, Faults faults) {
    KeyCost none = costs.get(0);
    KeyCost all = costs.get(costs.size() - 1);
    double growth = all.unreadNanos().times(none.unreadNanos());
    Table rate =
        new Table("appends/s", "of", "deliveries/s", "p50 ms", "p99 ms", "max ms", "server CPU")
            .row(
                Math.rint(sustained.publishedPerSecond()),
                sustained.eventsPerSecond(),
                sustained.deliveredPerSecond(),
                sustained.latencyMillis().p50(),
                sustained.latencyMillis().p99(),
                sustained.latencyMillis().max(),
                sustained.serverCpu());
    Table cost = new Table("subscribers", "ns per append, unread keys", "min", "max", "all keys");
    for (KeyCost point : new ArrayList<>(costs)) {
      Spread unread = point.unreadNanos();
      cost.row(
          point.subscribers(),
          unread.median(),
          unread.min(),
          unread.max(),
          point.allKeysNanos().median());
    }
    return new Outcome(
        new Figures(keys, subscribers, sustained, costs, growth),
        List.of(rate, cost),
        List.of(
            faults.check(),
            Check.atLeast(
                "appends",
                ENOUGH * sustained.eventsPerSecond(),
                sustained.publishedPerSecond(),
                "/s"),
            Check.atMost("p99", BAR_P99_MILLIS, sustained.latencyMillis().p99(), " ms"),
            Check.atMost(
                "cost per append with all subscribers against none",
                BAR_GROWTH,
                growth,
                " times")));
  }
}
