package io.github.ssebridge.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and deletes topics of one broker; holds no connection between two calls. */
record KafkaTopics(String bootstrapServers) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  void create(String name, int partitions, Map<String, String> configs) {
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)).configs(configs);
    String step = "Creating the topic " + name;
    try (Admin admin = connect()) {
      await(step, admin.createTopics(List.of(topic)).all());
      Waiting.until(step, LIMIT, () -> isServed(admin, name, partitions));
    }
  }

  void delete(String name) {
    String step = "Deleting the topic " + name;
    try (Admin admin = connect()) {
      await(step, admin.deleteTopics(List.of(name)).all());
      Waiting.until(step, LIMIT, () -> !await(step, admin.listTopics().names()).contains(name));
    }
  }

  private Admin connect() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) LIMIT.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) LIMIT.toMillis(),
            AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG,
            ""));
  }

  private static boolean isServed(Admin admin, String name, int partitions) {
    try {
      TopicDescription topic =
          await("Describing the topic " + name, admin.describeTopics(List.of(name)).allTopicNames())
              .get(name);
      return topic != null
          && topic.partitions().size() == partitions
          && topic.partitions().stream().allMatch(p -> p.leader() != null);
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
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
