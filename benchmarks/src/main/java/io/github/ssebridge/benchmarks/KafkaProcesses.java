package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the processes of a Kafka scenario, and ends them with it. Owned by one thread. */
final class KafkaProcesses implements Backend {

  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration PRODUCE = Duration.ofMinutes(5);
  private static final List<String> READER = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");
  private static final List<String> BROKER = List.of("-Xms512m", "-Xmx1g", "-XX:+UseG1GC");

  private final List<Peer> started = new ArrayList<>();
  private final Peer broker;
  private final String bootstrapServers;

  KafkaProcesses() {
    broker = add(Child.start(KafkaBroker.class, BROKER, Nothing.NOTHING));
    try {
      bootstrapServers = broker.awaitReady(String.class);
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  @Override
  public RecordSource create(String name) {
    var unused = broker.ask("create", name, Nothing.class, ANSWER);
    return new RecordSource(false, bootstrapServers, name);
  }

  @Override
  public int partitions() {
    return KafkaBroker.PARTITIONS;
  }

  void deleteTopic(String name) {
    var unused = broker.ask("delete", name, Nothing.class, ANSWER);
  }

  @Override
  public void produce(String topic, int first, int count) {
    KafkaBroker.Produce wanted = new KafkaBroker.Produce(topic, first, count);
    var unused = broker.ask("produce", wanted, Nothing.class, PRODUCE);
  }

  /** A process that reads a topic into a log, or in a bare loop. */
  Peer feedArm(String topic, boolean bare) {
    FeedArm.Settings settings = new FeedArm.Settings(bootstrapServers, topic, bare);
    Peer arm = add(Child.start(FeedArm.class, READER, settings));
    var unused = arm.awaitReady(Nothing.class);
    return arm;
  }

  @Override
  public Peer node(String topic, long logBytes, int heapMiB) {
    KafkaNode.Settings settings = new KafkaNode.Settings(bootstrapServers, topic, logBytes);
    List<String> options = List.of("-Xms" + heapMiB + "m", "-Xmx" + heapMiB + "m", "-XX:+UseG1GC");
    return add(Child.start(KafkaNode.class, options, settings));
  }

  @Override
  public Peer client() {
    Peer client = add(Child.start(RecordClient.class, READER, Nothing.NOTHING));
    var unused = client.awaitReady(Nothing.class);
    return client;
  }

  @Override
  public void close() {
    for (Peer peer : started.subList(1, started.size())) {
      peer.close();
    }
    try {
      var unused = broker.ask("close", Nothing.NOTHING, Nothing.class, ANSWER);
    } finally {
      broker.close();
    }
  }

  private Peer add(Peer peer) {
    started.add(peer);
    return peer;
  }
}
