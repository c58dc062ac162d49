package io.github.ssebridge.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka cluster inside this JVM: brokers, known by their index from 0 on, and one controller
 * apart from them, so that any number of brokers can be stopped. This object owns them, their data
 * directories and their ports until {@link #close}. Close it, as {@link EmbeddedKafka}.
 *
 * <p>All listen on 127.0.0.1 only. No topic comes into being on its own, and leaders change only
 * when brokers stop and start. Safe for use by any thread; each call returns when what it says is
 * done, or throws an IllegalStateException after at most a minute or two.
 */
public final class EmbeddedKafkaCluster implements KafkaBrokers {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final KafkaNode controller;
  private final List<KafkaNode> brokers;

  private EmbeddedKafkaCluster(KafkaNode controller, List<KafkaNode> brokers) {
    this.controller = controller;
    this.brokers = brokers;
  }

  /** Starts three empty brokers. */
  public static EmbeddedKafkaCluster start() {
    return start(3);
  }

  /** Starts so many empty brokers. */
  public static EmbeddedKafkaCluster start(int brokers) {
    if (brokers < 1) {
      throw new IllegalArgumentException("A cluster needs a broker or more: " + brokers);
    }
    EmbeddedKafkaCluster cluster = create(brokers);
    try {
      cluster.controller.start();
      cluster.eachBroker("Starting the embedded Kafka brokers", KafkaNode::start);
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private static EmbeddedKafkaCluster create(int brokers) {
    String clusterId = Uuid.randomUuid().toString();
    KafkaSettings controller = KafkaSettings.controller();
    EmbeddedKafkaCluster cluster =
        new EmbeddedKafkaCluster(
            KafkaNode.create("controller of the embedded Kafka cluster", controller, clusterId),
            new ArrayList<>());
    try {
      for (int i = 0; i < brokers; i++) {
        KafkaSettings broker = KafkaSettings.broker(controller, brokers);
        cluster.brokers.add(KafkaNode.create("embedded Kafka broker " + i, broker, clusterId));
      }
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** All brokers, also the stopped ones: {@code 127.0.0.1:port,127.0.0.1:port} and so on. */
  @Override
  public String bootstrapServers() {
    return brokers.stream().map(node -> node.settings().address()).collect(Collectors.joining(","));
  }

  /** How many brokers there are, also the stopped ones. */
  public int size() {
    return brokers.size();
  }

  @Override
  public void createTopic(
      String name, int partitions, int replicationFactor, Map<String, String> configs) {
    topics().create(name, partitions, replicationFactor, configs);
  }

  @Override
  public void deleteTopic(String name) {
    topics().delete(name);
  }

  /**
   * Shuts this broker down and keeps its data and port; other brokers in sync lead what it led.
   * Does nothing if it is down.
   */
  public void stopBroker(int broker) {
    brokers.get(broker).stop();
  }

  /**
   * Starts this stopped broker with its old data on its old port; returns when it is in sync with
   * the leader of each partition that it has and that has a leader.
   *
   * @throws IllegalStateException if it is running, or the cluster closed
   */
  public void startBroker(int broker) {
    KafkaNode node = brokers.get(broker);
    node.start();
    Waiting.until("Bringing broker " + broker + " in sync", LIMIT, () -> isInSync(node.settings()));
  }

  /** Stops and starts the brokers one after the other; each is in sync before the next stops. */
  public void restartEachBroker() {
    for (int broker = 0; broker < brokers.size(); broker++) {
      stopBroker(broker);
      startBroker(broker);
    }
  }

  /** Which broker leads this partition; waits while none does. */
  public int leaderOf(String topic, int partition) {
    int[] leader = {-1};
    Waiting.until(
        "Finding the leader of " + topic + "-" + partition,
        LIMIT,
        () -> {
          leader[0] = indexOf(info(topic, partition).leader());
          return leader[0] >= 0 && brokers.get(leader[0]).isRunning();
        });
    return leader[0];
  }

  /** Which brokers have this partition, also the stopped ones. */
  public List<Integer> replicasOf(String topic, int partition) {
    return Arrays.stream(info(topic, partition).replicas()).map(this::indexOf).toList();
  }

  /** Shuts everything down and deletes the data; does nothing the second time. */
  @Override
  public void close() {
    // Brokers that stop ask the controller for leave.
    try {
      eachBroker("Stopping the embedded Kafka brokers", KafkaNode::close);
    } finally {
      controller.close();
    }
  }

  private void eachBroker(String step, Consumer<KafkaNode> action) {
    Stream<Callable<?>> tasks =
        brokers.stream()
            .map(
                node ->
                    () -> {
                      action.accept(node);
                      return null;
                    });
    Waiting.runAll(step, LIMIT.multipliedBy(2), tasks.toList());
  }

  private KafkaTopics topics() {
    return new KafkaTopics(
        brokers.stream()
            .filter(KafkaNode::isRunning)
            .map(node -> node.settings().address())
            .toList());
  }

  private PartitionInfo info(String topic, int partition) {
    List<String> running = topics().brokers();
    if (running.isEmpty()) {
      throw new IllegalStateException("No broker is running: start one to ask for " + topic);
    }
    return KafkaTopics.knownTo(running.get(0)).getOrDefault(topic, List.of()).stream()
        .filter(info -> info.partition() == partition)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no " + topic + "-" + partition));
  }

  private static boolean isInSync(KafkaSettings broker) {
    return KafkaTopics.knownTo(broker.address()).values().stream()
        .flatMap(List::stream)
        .filter(info -> info.leader() != null && has(info.replicas(), broker))
        .allMatch(info -> has(info.inSyncReplicas(), broker));
  }

  private static boolean has(Node[] nodes, KafkaSettings broker) {
    return Arrays.stream(nodes).anyMatch(node -> node.id() == broker.nodeId());
  }

  private int indexOf(@Nullable Node node) {
    return IntStream.range(0, brokers.size())
        .filter(i -> node != null && brokers.get(i).settings().nodeId() == node.id())
        .findFirst()
        .orElse(-1);
  }
}
