package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to bring the messages of a channel into a log, against a bare listener. Stateless.
 */
final class RedisFeedScenario implements Scenario {

  private static final double BAR = 0.7;
  private static final int WARM_ROUNDS = 2;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final RedisKind kind;

  /** What both arms cost with the same load, one after the other. */
  record Pair(RedisFeedArm.Cost node, RedisFeedArm.Cost bare) {

    double times() {
      return node.perCpuSecond() / bare.perCpuSecond();
    }
  }

  /**
   * The figures of one load.
   *
   * @param perSecond how many messages a second were published, {@link RedisPublisher#FLAT_OUT} if
   *     as many as Redis took
   */
  record Side(
      double perSecond,
      List<Pair> pairs,
      Spread nodePerCpuSecond,
      Spread barePerCpuSecond,
      Spread nodeNanosEach,
      Spread bareNanosEach,
      Spread times) {

    static Side of(double perSecond, List<Pair> pairs) {
      return new Side(
          perSecond,
          pairs,
          Spread.of(pairs, pair -> pair.node.perCpuSecond()),
          Spread.of(pairs, pair -> pair.bare.perCpuSecond()),
          Spread.of(pairs, pair -> pair.node.nanosEach()),
          Spread.of(pairs, pair -> pair.bare.nanosEach()),
          Spread.of(pairs, Pair::times));
    }
  }

  /** The figures that are kept. */
  record Figures(long messages, int messageBytes, Side flatOut, Side paced) {}

  /** The processes of one pair, and what they have been sent. */
  private static final class Arms implements AutoCloseable {
    private final RedisProcesses processes;
    private final RedisKind kind;
    private final String nodeName;
    private final String bareName;
    private final Peer node;
    private final Peer bare;
    private long next;

    Arms(RedisProcesses processes, RedisKind kind, int pair) {
      this.processes = processes;
      this.kind = kind;
      this.nodeName = "node-" + pair;
      this.bareName = "bare-" + pair;
      this.node = processes.feedArm(kind, nodeName, false);
      this.bare = processes.feedArm(kind, bareName, true);
    }

    /** Reads both loads until the compiler has done its work. */
    void warmUp(long messages, long pacedMessages, double perSecond) {
      for (int round = 0; round < WARM_ROUNDS; round++) {
        var unused = read(messages, RedisPublisher.FLAT_OUT, false);
      }
      var unused = read(pacedMessages, perSecond, false);
    }

    Pair read(long messages, double perSecond, boolean bareFirst) {
      RedisFeedArm.Cost early = read(bareFirst, messages, perSecond, next);
      RedisFeedArm.Cost late = read(!bareFirst, messages, perSecond, next);
      next += messages;
      return bareFirst ? new Pair(late, early) : new Pair(early, late);
    }

    private RedisFeedArm.Cost read(boolean bareArm, long messages, double perSecond, long first) {
      Peer arm = bareArm ? bare : node;
      String name = bareArm ? bareName : nodeName;
      var unused = arm.ask("begin", Nothing.NOTHING, Nothing.class, LIMIT);
      var published =
          processes.publish(
              new RedisPublisher.Publish(kind, name, first, messages, perSecond, false));
      return arm.ask("end", published.messages(), RedisFeedArm.Cost.class, LIMIT);
    }

    @Override
    public void close() {
      node.close();
      bare.close();
      processes.delete(nodeName);
      processes.delete(bareName);
    }
  }

  RedisFeedScenario(RedisKind kind) {
    this.kind = kind;
  }

  @Override
  public String name() {
    return kind == RedisKind.CHANNEL ? "feed" : "streams";
  }

  @Override
  public String file() {
    return kind == RedisKind.CHANNEL ? "redis-feed" : "redis-streams-feed";
  }

  @Override
  public Outcome run(Bench bench) {
    long messages =
        bench.scale().pick(kind == RedisKind.CHANNEL ? 2_000_000 : 1_000_000, 500_000, 5_000);
    double perSecond = bench.scale().pick(100_000.0, 100_000.0, 10_000.0);
    double seconds = bench.scale().pick(5.0, 2.0, 0.2);
    int pairs = bench.scale().pick(7, 2, 1);
    long pacedMessages = (long) (perSecond * seconds);
    List<Pair> flatOut = new ArrayList<>();
    List<Pair> paced = new ArrayList<>();
    try (RedisProcesses processes = new RedisProcesses()) {
      processes.doNotBoundOutputs();
      for (int pair = 1; pair <= pairs; pair++) {
        bench.progress().say("%s: pair %d of %d", file(), pair, pairs);
        boolean bareFirst = pair % 2 == 0;
        try (Arms arms = new Arms(processes, kind, pair)) {
          arms.warmUp(messages, pacedMessages, perSecond);
          flatOut.add(arms.read(messages, RedisPublisher.FLAT_OUT, bareFirst));
          paced.add(arms.read(pacedMessages, perSecond, bareFirst));
        }
      }
    }
    Figures figures =
        new Figures(
            messages,
            RecordText.BYTES,
            Side.of(RedisPublisher.FLAT_OUT, flatOut),
            Side.of(perSecond, paced));
    return outcome(figures, wrong(flatOut, messages) + wrong(paced, pacedMessages));
  }

  /** How many messages are missing or have come twice. */
  private static long wrong(List<Pair> pairs, long messages) {
    return pairs.stream()
        .mapToLong(
            pair ->
                Math.abs(messages - pair.node.messages())
                    + Math.abs(messages - pair.bare.messages()))
        .sum();
  }

  private static Outcome outcome(Figures figures, long wrong) {
    Table table =
        new Table("arm", "messages per CPU second", "min", "max", "CPU ns each")
            .row(cells("node", figures.flatOut.nodePerCpuSecond, figures.flatOut.nodeNanosEach))
            .row(cells("bare", figures.flatOut.barePerCpuSecond, figures.flatOut.bareNanosEach))
            .row(cells("node, paced", figures.paced.nodePerCpuSecond, figures.paced.nodeNanosEach))
            .row(cells("bare, paced", figures.paced.barePerCpuSecond, figures.paced.bareNanosEach));
    return new Outcome(
        figures,
        List.of(table),
        List.of(
            Check.correctness(
                "messages that are missing or came twice", "none", wrong + "", wrong == 0),
            bar("flat out", figures.flatOut),
            bar("%,.0f a second".formatted(figures.paced.perSecond), figures.paced)));
  }

  private static Check bar(String load, Side side) {
    return Check.atLeast(
        "messages per CPU second against the bare reader, %s, median of %d (%.2f to %.2f)"
            .formatted(load, side.pairs.size(), side.times.min(), side.times.max()),
        BAR,
        side.times.median(),
        " times");
  }

  private static Object[] cells(String arm, Spread rate, Spread nanos) {
    return new Object[] {arm, rate.median(), rate.min(), rate.max(), nanos.median()};
  }
}
