package io.github.ssebridge.benchmarks;

import java.time.Duration;

/** The two sides of a run: a server and a load client. Owned by one thread. */
final class Rig implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(150);
  private static final Duration SOAK = Duration.ofSeconds(630);
  private static final long DRAIN_MILLIS = 45_000;
  private static final double NANOS = 1e9;

  private final Peer server;
  private final Peer client;
  private final ServerReady ready;
  private int readers;
  private long missing;

  private Rig(Peer server, Peer client) {
    this.server = server;
    this.client = client;
    this.ready = server.awaitReady(ServerReady.class);
    var unused = client.awaitReady(Nothing.class);
  }

  static Rig start(Launcher launcher, ServerSettings settings) {
    Peer server = launcher.server(settings);
    Peer client = launcher.client();
    try {
      return new Rig(server, client);
    } catch (RuntimeException e) {
      server.close();
      client.close();
      throw e;
    }
  }

  ServerReady server() {
    return ready;
  }

  /** A number of connections to this server, to be refined and opened. */
  Connect connections(int count) {
    return Connect.to(ready.port(), count);
  }

  /** Opens connections, and waits until all have their head. */
  Connected open(Connect wanted) {
    readers += wanted.stalled() ? 0 : wanted.connections();
    return client.ask("connect", wanted, Connected.class, CONNECT);
  }

  /** The id that the first connection was greeted with. */
  String position() {
    return client.ask("position", Nothing.NOTHING, String.class, ANSWER);
  }

  /** Publishes without looking at who gets it. */
  Published publish(Load load) {
    begin(load.schedule());
    return end(load);
  }

  void begin(Schedule schedule) {
    var unused = server.ask("publish", schedule, Nothing.class, ANSWER);
  }

  Published end(Load load) {
    double seconds = load.warmSeconds() + load.seconds();
    return server.ask(
        "published", Nothing.NOTHING, Published.class, ANSWER.plusSeconds((long) seconds));
  }

  void stopPublishing() {
    var unused = server.ask("stop", Nothing.NOTHING, Nothing.class, ANSWER);
  }

  /** Publishes, and waits until all subscribers have got everything. */
  Measured measure(Load load) {
    return measure(load, () -> {});
  }

  /** The same, with something to do meanwhile. */
  Measured measure(Load load, Runnable meanwhile) {
    Schedule schedule = load.schedule();
    ClientReport before = report();
    long beginNanos = System.nanoTime();
    MeasuredWindow window = new MeasuredWindow(schedule.fromNanos(), schedule.toNanos());
    var unused = client.ask("measure", window, Nothing.class, ANSWER);
    begin(schedule);
    meanwhile.run();
    Published published = end(load);
    CaughtUp caughtUp = awaitAll(published.lastSequence());
    double wallNanos = System.nanoTime() - beginNanos;
    ClientReport after = report();
    double cpuPerWall = published.cpuNanos() / (double) Math.max(published.windowNanos(), 1);
    double delivered = after.eventsInWindow() / load.seconds();
    return new Measured(
        load.perSecond(),
        published.windowEvents() * NANOS / Math.max(published.windowNanos(), 1),
        readers,
        load.perReader() * readers,
        delivered,
        caughtUp.missing(),
        after.lost() - before.lost(),
        after.duplicates() - before.duplicates(),
        after.gapEvents() - before.gapEvents(),
        after.errors() - before.errors(),
        after.firstError(),
        delivered == 0 ? 0 : cpuPerWall * NANOS / delivered,
        cpuPerWall,
        (after.cpuNanos() - before.cpuNanos()) / wallNanos,
        published.lateNanos() / 1e6,
        after.latency());
  }

  /** Waits until all subscribers have got an event, but not for ever. */
  CaughtUp awaitAll(long sequence) {
    CaughtUp.Await wanted = new CaughtUp.Await(sequence, DRAIN_MILLIS);
    CaughtUp caughtUp =
        client.ask("await", wanted, CaughtUp.class, ANSWER.plusMillis(DRAIN_MILLIS));
    missing = caughtUp.missing();
    return caughtUp;
  }

  /** Begins to count what the subscribers get. */
  void count() {
    MeasuredWindow never = new MeasuredWindow(Long.MAX_VALUE, Long.MAX_VALUE);
    var unused = client.ask("measure", never, Nothing.class, ANSWER);
  }

  ClientReport report() {
    return client.ask("report", Nothing.NOTHING, ClientReport.class, ANSWER);
  }

  /** What went wrong since the start; what is missing since the last wait for all. */
  Faults faults() {
    return Faults.of(report(), missing);
  }

  void soak(int subscriptions, int atOnce) {
    Soak wanted = new Soak(ready.port(), subscriptions, atOnce);
    var unused = client.ask("soak", wanted, Nothing.class, SOAK);
  }

  long serverCpuNanos() {
    return server.ask("cpu", Nothing.NOTHING, Long.class, ANSWER);
  }

  long serverHeap() {
    return server.ask("heap", Nothing.NOTHING, Long.class, ANSWER);
  }

  MemorySample serverMemory() {
    return server.ask("memory", Nothing.NOTHING, MemorySample.class, ANSWER);
  }

  int serverSubscribers() {
    return server.ask("subscribers", Nothing.NOTHING, Integer.class, ANSWER);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
