package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What it costs to bring the records of a topic into a log, against a bare loop. Stateless. */
final class FeedScenario implements Scenario {

  private static final double BAR = 0.7;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The figures that are kept. */
  record Figures(
      int records,
      int partitions,
      int valueBytes,
      List<FeedArm.Cost> feed,
      List<FeedArm.Cost> bare,
      Spread feedPerCpuSecond,
      Spread barePerCpuSecond,
      Spread feedNanosEach,
      Spread bareNanosEach,
      Spread times) {}

  @Override
  public String name() {
    return "feed";
  }

  @Override
  public Outcome run(Bench bench) {
    int records = bench.scale().pick(2_000_000, 500_000, 5_000);
    int pairs = bench.scale().pick(3, 1, 1);
    int repeats = bench.scale().pick(3, 3, 1);
    List<FeedArm.Cost> feed = new ArrayList<>();
    List<FeedArm.Cost> bare = new ArrayList<>();
    try (KafkaProcesses processes = new KafkaProcesses()) {
      for (int pair = 1; pair <= pairs; pair++) {
        String topic = "feed-" + pair;
        var unused = processes.create(topic);
        try (Peer feedArm = processes.feedArm(topic, false);
            Peer bareArm = processes.feedArm(topic, true)) {
          // The first round is for the compiler.
          for (int round = 0; round <= repeats; round++) {
            bench.progress().say("feed: pair %d of %d, round %d", pair, pairs, round);
            hold(feedArm, records);
            hold(bareArm, records);
            processes.produce(topic, round * records, records);
            int last = (round + 1) * records - 1;
            boolean bareFirst = round % 2 == 0;
            FeedArm.Cost first = read(bareFirst ? bareArm : feedArm, last);
            FeedArm.Cost second = read(bareFirst ? feedArm : bareArm, last);
            if (round > 0) {
              bare.add(bareFirst ? first : second);
              feed.add(bareFirst ? second : first);
            }
          }
        }
        processes.deleteTopic(topic);
      }
    }
    return outcome(figures(records, feed, bare));
  }

  private static void hold(Peer arm, int records) {
    var unused = arm.ask("hold", records, Nothing.class, LIMIT);
  }

  private static FeedArm.Cost read(Peer arm, int last) {
    FeedArm.Cost cost = arm.ask("read", Nothing.NOTHING, FeedArm.Cost.class, LIMIT);
    var unused = arm.ask("last", last, Nothing.class, LIMIT);
    return cost;
  }

  private static Figures figures(int records, List<FeedArm.Cost> feed, List<FeedArm.Cost> bare) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < feed.size(); i++) {
      times.add(feed.get(i).recordsPerCpuSecond() / bare.get(i).recordsPerCpuSecond());
    }
    return new Figures(
        records,
        KafkaBroker.PARTITIONS,
        RecordText.BYTES,
        feed,
        bare,
        Spread.of(feed, FeedArm.Cost::recordsPerCpuSecond),
        Spread.of(bare, FeedArm.Cost::recordsPerCpuSecond),
        Spread.of(feed, FeedArm.Cost::nanosEach),
        Spread.of(bare, FeedArm.Cost::nanosEach),
        Spread.of(times, Double::doubleValue));
  }

  private static Outcome outcome(Figures figures) {
    Table table =
        new Table("arm", "records per CPU second", "min", "max", "CPU ns each")
            .row(cells("feed into log", figures.feedPerCpuSecond, figures.feedNanosEach))
            .row(cells("bare loop", figures.barePerCpuSecond, figures.bareNanosEach));
    return new Outcome(
        figures,
        List.of(table),
        List.of(
            Check.atLeast(
                "records per CPU second against the bare loop, median of %d (%.2f to %.2f)"
                    .formatted(figures.feed.size(), figures.times.min(), figures.times.max()),
                BAR,
                figures.times.median(),
                " times")));
  }

  private static Object[] cells(String arm, Spread rate, Spread nanos) {
    return new Object[] {arm, rate.median(), rate.min(), rate.max(), nanos.median()};
  }
}
