package io.github.ssebridge.kafka;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** How the ids of a topic are written: with the time if it is a table, whose tombstones go. */
final class FormatOfTopic {

  private static final Duration DEFAULT_DELETE_RETENTION = Duration.ofDays(1);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final boolean isTable;
  private final @Nullable TopicAdmin admin;

  FormatOfTopic(boolean isTable, @Nullable TopicAdmin admin) {
    this.isTable = isTable;
    this.admin = admin;
  }

  TopicPositions of(TopicState topic) {
    return isTable
        ? new TopicPositions(
            topic.id(), topic.partitions(), System::currentTimeMillis, deleteRetention())
        : new TopicPositions(topic.id(), topic.partitions());
  }

  /** Kafka's default for those who may not look. */
  private Duration deleteRetention() {
    try {
      Duration found =
          admin == null ? DEFAULT_DELETE_RETENTION : TopicAdmin.await(admin.deleteRetention());
      return found.compareTo(SHORTEST) < 0 ? SHORTEST : found;
    } catch (KafkaException e) {
      return DEFAULT_DELETE_RETENTION;
    }
  }
}
