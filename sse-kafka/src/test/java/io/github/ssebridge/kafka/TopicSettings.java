package io.github.ssebridge.kafka;

import java.util.HashMap;
import java.util.Map;

/** What a topic is made with; by default it has one replica and the settings of the brokers. */
record TopicSettings(int partitions, int replicas, Map<String, String> configs) {

  TopicSettings {
    configs = Map.copyOf(configs);
  }

  static TopicSettings of(int partitions) {
    return new TopicSettings(partitions, 1, Map.of());
  }

  /** A topic that {@link TopicContent#compact} compacts within seconds. */
  static TopicSettings compacted(int partitions) {
    return of(partitions)
        .with(
            Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "100",
                "min.cleanable.dirty.ratio", "0.01",
                "delete.retention.ms", "0"));
  }

  /** So many brokers keep each partition. */
  TopicSettings replicated(int replicas) {
    return new TopicSettings(partitions, replicas, configs);
  }

  /** With these settings too, as Kafka names them. */
  TopicSettings with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(configs);
    all.putAll(more);
    return new TopicSettings(partitions, replicas, all);
  }
}
