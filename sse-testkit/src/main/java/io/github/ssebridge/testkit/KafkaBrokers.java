package io.github.ssebridge.testkit;

import java.util.Map;

/** Real Kafka brokers inside this JVM, one or several, as a test of their clients sees them. */
public interface KafkaBrokers extends AutoCloseable {

  /** The value for a client's {@code bootstrap.servers}: every broker, also the stopped ones. */
  String bootstrapServers();

  /**
   * Creates a topic; returns when every running broker knows the leaders of all its partitions.
   *
   * @param replicationFactor how many brokers keep each partition
   * @param configs topic settings as Kafka names them, such as {@code retention.ms}
   * @throws IllegalStateException if the brokers refuse, for instance because the topic exists
   */
  void createTopic(String name, int partitions, int replicationFactor, Map<String, String> configs);

  /**
   * Deletes a topic; returns when no running broker lists it.
   *
   * @throws IllegalStateException if the brokers refuse, for instance because there is none
   */
  void deleteTopic(String name);

  @Override
  void close();
}
