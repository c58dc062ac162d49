package io.github.ssebridge.benchmarks;

import io.github.ssebridge.LogOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whether a node takes a channel as fast as it comes, however far its clients are behind.
 * Stateless.
 */
final class RedisCrowd implements Scenario {

  private static final String CHANNEL = "crowd";
  private static final String DISCONNECTED = "disconnected";
  private static final Duration ANSWER = Duration.ofSeconds(150);
  private static final long CATCH_UP_MILLIS = 60_000;
  private static final double ENOUGH = 0.995;

  /** What the clients got, the warm-up included: events, or gaps in their place. */
  record Delivered(long events, long eventsInGaps, Map<String, Long> gaps) {}

  /**
   * The figures that are kept.
   *
   * @param published with the warm-up
   * @param appended the same, in the log
   * @param deliveriesPerSecond events that were read in the time that counts
   * @param closedByRedis how many connections of the node Redis has closed
   * @param heldWhileWarmingUp the most bytes that Redis held for the node in the first seconds
   * @param held the same for the rest: it closes the connection at 32 MiB
   * @param nodeCpu CPU time of the node in that time, in cores
   */
  record Figures(
      int subscribers,
      double perSecond,
      RedisPublisher.Done measured,
      long published,
      long appended,
      double deliveriesPerSecond,
      Delivered delivered,
      int closedByRedis,
      long heldWhileWarmingUp,
      long held,
      double nodeCpu) {}

  /** What the node and the clients had come to at a moment. */
  private record Moment(long nanos, RedisNode.Sample node, ClientReport client) {

    static Moment of(Peer node, Peer client) {
      return new Moment(
          System.nanoTime(),
          ask(node, "sample", Nothing.NOTHING, RedisNode.Sample.class),
          ask(client, "report", Nothing.NOTHING, ClientReport.class));
    }

    double deliveriesPerSecondSince(Moment before) {
      return (client.events() - before.client.events()) * 1e9 / (nanos - before.nanos);
    }

    double nodeCpuSince(Moment before) {
      return (node.cpuNanos() - before.node.cpuNanos()) / (double) (nanos - before.nanos);
    }
  }

  @Override
  public String name() {
    return "crowd";
  }

  @Override
  public String file() {
    return "redis-crowd";
  }

  @Override
  public Outcome run(Bench bench) {
    int subscribers = bench.scale().pick(1000, 1000, 5);
    double perSecond = bench.scale().pick(100_000.0, 100_000.0, 2_000.0);
    long warm = (long) (perSecond * bench.scale().pick(5.0, 2.0, 0.1));
    long messages = (long) (perSecond * bench.scale().pick(20.0, 5.0, 0.5));
    try (RedisProcesses processes = new RedisProcesses()) {
      Peer node = processes.channelNode(CHANNEL, LogOptions.DEFAULT_MAX_BYTES);
      Peer client = processes.manyClients();
      ServerReady ready = node.awaitReady(ServerReady.class);
      bench.runsOn(ready);
      bench.progress().say("crowd: %,d clients connect", subscribers);
      ask(client, "connect", Connect.to(ready.port(), subscribers), Connected.class);
      try (OutputBuffers outputs = new OutputBuffers(processes.commands())) {
        // The first seconds are for the compiler.
        bench.progress().say("crowd: %,d messages to warm up", warm);
        processes.publish(messages(1, warm, perSecond));
        bench.progress().say("crowd: %,d messages", messages);
        long heldWhileWarm = outputs.takeHighestBytes();
        Moment before = Moment.of(node, client);
        RedisPublisher.Done done = processes.publish(messages(1 + warm, messages, perSecond));
        Moment after = Moment.of(node, client);
        long published = warm + messages;
        CaughtUp.Await last = new CaughtUp.Await(published, CATCH_UP_MILLIS);
        long missing = ask(client, "await", last, CaughtUp.class).missing();
        ClientReport report = ask(client, "report", Nothing.NOTHING, ClientReport.class);
        Figures figures =
            new Figures(
                subscribers,
                perSecond,
                done,
                published,
                ask(node, "sample", Nothing.NOTHING, RedisNode.Sample.class).appended(),
                after.deliveriesPerSecondSince(before),
                new Delivered(report.events(), report.gapEvents(), report.gapsByReason()),
                outputs.connections() - 1,
                heldWhileWarm,
                outputs.takeHighestBytes(),
                after.nodeCpuSince(before));
        return outcome(figures, faults(figures, report, missing));
      }
    }
  }

  private static RedisPublisher.Publish messages(long first, long count, double perSecond) {
    return new RedisPublisher.Publish(RedisKind.CHANNEL, CHANNEL, first, count, perSecond, true);
  }

  private static <T> T ask(Peer peer, String command, Object argument, Class<T> type) {
    return peer.ask(command, argument, type, ANSWER);
  }

  /** Left out without a word; that a client is told of what it does not get is no fault. */
  private static Faults faults(Figures figures, ClientReport report, long missing) {
    boolean told = figures.delivered.gaps.containsKey(DISCONNECTED);
    long wanted = figures.published * figures.subscribers;
    long lost = wanted - figures.delivered.events - figures.delivered.eventsInGaps;
    return new Faults(
        told ? report.lost() : Math.max(report.lost(), Math.abs(lost)),
        report.duplicates(),
        0,
        missing,
        report.errors(),
        report.firstError());
  }

  private static Outcome outcome(Figures figures, Faults faults) {
    Table table =
        new Table(
                "subscribers",
                "messages/s",
                "appended",
                "deliveries/s",
                "held by Redis, KiB",
                "warming up",
                "node CPU")
            .row(
                figures.subscribers,
                figures.measured.perSecond(),
                figures.appended,
                figures.deliveriesPerSecond,
                figures.held / 1024.0,
                figures.heldWhileWarmingUp / 1024.0,
                figures.nodeCpu);
    Table delivered =
        new Table("all clients together", "number")
            .row("events", figures.delivered.events)
            .row("events in gaps", figures.delivered.eventsInGaps);
    figures.delivered.gaps.forEach((reason, count) -> delivered.row("gaps: " + reason, count));
    return new Outcome(figures, List.of(table, delivered), checks(figures, faults));
  }

  private static List<Check> checks(Figures figures, Faults faults) {
    return List.of(
        faults.check(),
        Check.atLeast(
            "messages a second for %,d subscribers".formatted(figures.subscribers),
            ENOUGH * figures.perSecond,
            figures.measured.perSecond(),
            ""),
        none("messages that are not in the log", figures.published - figures.appended),
        none("connections that Redis closed", figures.closedByRedis),
        none("gaps for a lost connection", figures.delivered.gaps.getOrDefault(DISCONNECTED, 0L)));
  }

  /** Not a matter of correctness: a machine that is too slow may have it. */
  private static Check none(String what, long found) {
    return new Check(what, "none", found == 0 ? "none" : "" + found, found == 0, false);
  }
}
