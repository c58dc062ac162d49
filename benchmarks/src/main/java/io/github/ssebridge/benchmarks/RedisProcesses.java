package io.github.ssebridge.benchmarks;

import io.github.ssebridge.testkit.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the processes of a Redis scenario, and ends them with it. Owned by one thread. */
final class RedisProcesses implements Backend {

  private static final Duration PUBLISH = Duration.ofMinutes(3);
  private static final List<String> BIG = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");
  private static final List<String> SMALL = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

  private final List<Peer> started = new ArrayList<>();
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final Thread lastResort = new Thread(redis::close);
  private final RedisClient client = RedisClient.create(redis.uri());
  private final RedisCommands<String, String> commands = client.connect().sync();
  private final Peer publisher;

  RedisProcesses() {
    // Redis would outlive a benchmark that is interrupted.
    Runtime.getRuntime().addShutdownHook(lastResort);
    publisher = ready(Child.start(RedisPublisher.class, SMALL, redis.port()));
  }

  /** What asks Redis about itself. */
  RedisCommands<String, String> commands() {
    return commands;
  }

  /** Lets the messages for a subscriber pile up without a bound, so that none is lost. */
  void doNotBoundOutputs() {
    String unused = commands.configSet("client-output-buffer-limit", "pubsub 0 0 0");
  }

  /** A process that reads a channel or a stream into a log, or by the least that reads it. */
  Peer feedArm(RedisKind kind, String name, boolean bare) {
    RedisFeedArm.Settings settings = new RedisFeedArm.Settings(redis.uri(), kind, name, bare);
    return ready(Child.start(RedisFeedArm.class, BIG, settings));
  }

  /** A node that serves a channel over HTTP; the caller asks whether it is ready. */
  Peer channelNode(String channel, long logBytes) {
    var settings = new RedisNode.Settings(redis.uri(), RedisKind.CHANNEL, channel, logBytes);
    return add(Child.start(RedisNode.class, BIG, settings));
  }

  @Override
  public Peer node(String name, long logBytes, int heapMiB) {
    var settings = new RedisNode.Settings(redis.uri(), RedisKind.STREAM, name, logBytes);
    List<String> options = List.of("-Xms" + heapMiB + "m", "-Xmx" + heapMiB + "m", "-XX:+UseG1GC");
    return add(Child.start(RedisNode.class, options, settings));
  }

  @Override
  public RecordSource create(String name) {
    // A stream begins with its first entry.
    return new RecordSource(true, redis.uri(), name);
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public void produce(String name, int first, int count) {
    var unused =
        publish(
            new RedisPublisher.Publish(
                RedisKind.STREAM, name, first, count, RedisPublisher.FLAT_OUT, false));
  }

  /** Takes a stream away, so that Redis does not grow. */
  void delete(String name) {
    long unused = commands.unlink(name);
  }

  @Override
  public Peer client() {
    return ready(Child.start(RecordClient.class, BIG, Nothing.NOTHING));
  }

  /** What reads the stream of a node over many connections. */
  Peer manyClients() {
    return ready(Child.start(LoadClient.class, BIG, Nothing.NOTHING));
  }

  /** Returns when Redis has taken them all. */
  RedisPublisher.Done publish(RedisPublisher.Publish wanted) {
    return publisher.ask("publish", wanted, RedisPublisher.Done.class, PUBLISH);
  }

  @Override
  public void close() {
    try {
      started.forEach(Peer::close);
      client.shutdown();
    } finally {
      redis.close();
      Runtime.getRuntime().removeShutdownHook(lastResort);
    }
  }

  private Peer ready(Peer peer) {
    var unused = add(peer).awaitReady(Nothing.class);
    return peer;
  }

  private Peer add(Peer peer) {
    started.add(peer);
    return peer;
  }
}
