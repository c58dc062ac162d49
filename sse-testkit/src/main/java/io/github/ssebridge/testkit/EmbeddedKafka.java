package io.github.ssebridge.testkit;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * A real one-node Kafka broker, its own controller, inside this JVM; this object owns the broker,
 * its data directory and its two ports until {@link #close}. Close it: an open broker keeps the JVM
 * alive, and a JVM that exits with an open one leaves the data directory behind.
 *
 * <p>It listens on 127.0.0.1 only and creates no topic on its own. Safe for use by any thread; each
 * call returns when what it says is done, or throws an IllegalStateException after at most a
 * minute. From the first start on, a fatal fault inside Kafka no longer ends the JVM: Kafka logs it
 * and the thread it happened on stops.
 */
public final class EmbeddedKafka implements KafkaBrokers {
  private static final String WHAT = "embedded Kafka broker";

  private final KafkaNode node;

  private EmbeddedKafka(KafkaNode node) {
    this.node = node;
  }

  /** Starts an empty broker on a free port. */
  public static EmbeddedKafka start() {
    return start(FreePort.find());
  }

  /**
   * Starts an empty broker on this port.
   *
   * @throws IllegalStateException if the port is taken, or the broker does not start
   */
  public static EmbeddedKafka start(int port) {
    FreePort.requireFree(port, "the " + WHAT);
    KafkaNode node =
        KafkaNode.create(WHAT, KafkaSettings.alone(port), Uuid.randomUuid().toString());
    try {
      node.start();
      return new EmbeddedKafka(node);
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  /** The value for a client's {@code bootstrap.servers}: {@code 127.0.0.1:port}. */
  @Override
  public String bootstrapServers() {
    return node.settings().address();
  }

  /** The port clients connect to; it stays the same for the life of this object. */
  public int port() {
    return node.settings().port();
  }

  /** Creates a topic with the broker's default settings. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /**
   * Creates a topic; returns when the broker leads all its partitions.
   *
   * @param configs topic settings as Kafka names them, such as {@code retention.ms}
   * @throws IllegalStateException if the broker refuses, for instance because the topic exists
   */
  public void createTopic(String name, int partitions, Map<String, String> configs) {
    createTopic(name, partitions, 1, configs);
  }

  /** Creates a topic as above; one broker can keep no more than one replica of it. */
  @Override
  public void createTopic(
      String name, int partitions, int replicationFactor, Map<String, String> configs) {
    topics().create(name, partitions, replicationFactor, configs);
  }

  /**
   * Deletes a topic; returns when the broker no longer lists it.
   *
   * @throws IllegalStateException if the broker refuses, for instance because there is none
   */
  @Override
  public void deleteTopic(String name) {
    topics().delete(name);
  }

  /** Shuts the broker down and keeps its data and port; does nothing if it is down. */
  public void stop() {
    node.stop();
  }

  /**
   * Starts the stopped broker with its old data on its old port.
   *
   * @throws IllegalStateException if it is running or closed, or the port was taken meanwhile
   */
  public void startAgain() {
    node.start();
  }

  /** Shuts the broker down and deletes its data; does nothing the second time. */
  @Override
  public void close() {
    node.close();
  }

  private KafkaTopics topics() {
    return new KafkaTopics(List.of(bootstrapServers()));
  }
}
