package io.github.ssebridge.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Creates and deletes the topics of brokers, and tells what each broker knows of them; holds no
 * connection between two calls.
 *
 * @param brokers the address of each running broker
 */
record KafkaTopics(List<String> brokers) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  void create(String name, int partitions, int replicationFactor, Map<String, String> configs) {
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.of((short) replicationFactor))
            .configs(configs);
    String step = "Creating the topic " + name;
    try (Admin admin = Admin.create(settings(String.join(",", brokers)))) {
      await(step, admin.createTopics(List.of(topic)).all());
    }
    for (String broker : brokers) {
      Waiting.until(step, LIMIT, () -> isServed(knownTo(broker).get(name), partitions));
    }
  }

  void delete(String name) {
    String step = "Deleting the topic " + name;
    try (Admin admin = Admin.create(settings(String.join(",", brokers)))) {
      await(step, admin.deleteTopics(List.of(name)).all());
    }
    for (String broker : brokers) {
      Waiting.until(step, LIMIT, () -> !knownTo(broker).containsKey(name));
    }
  }

  /** All topics as this one broker knows them now; another may be a moment ahead or behind. */
  static Map<String, List<PartitionInfo>> knownTo(String broker) {
    // A new client, because one that knows the whole cluster asks any broker of it.
    try (KafkaConsumer<byte[], byte[]> client =
        new KafkaConsumer<>(
            settings(broker), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return client.listTopics(LIMIT);
    }
  }

  private static Map<String, Object> settings(String bootstrapServers) {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "default.api.timeout.ms",
        (int) LIMIT.toMillis(),
        "request.timeout.ms",
        (int) LIMIT.toMillis(),
        "metric.reporters",
        "");
  }

  private static boolean isServed(@Nullable List<PartitionInfo> topic, int partitions) {
    return topic != null
        && topic.size() == partitions
        && topic.stream().allMatch(partition -> partition.leader() != null);
  }

  private static <T> T await(String step, KafkaFuture<T> answer) {
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw Waiting.interrupted(step, e);
    } catch (TimeoutException e) {
      throw Waiting.tooLong(step, LIMIT);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(step + " failed: " + cause.getMessage(), cause);
    }
  }
}
