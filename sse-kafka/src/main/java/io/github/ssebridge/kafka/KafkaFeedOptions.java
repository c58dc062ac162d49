package io.github.ssebridge.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Which topic a feed reads, and how its consumer is configured.
 *
 * @param topic the topic; it is never created
 * @param consumer the settings of kafka-clients, such as {@code bootstrap.servers} and those of
 *     security, passed on untouched; what the feed's promises rest on is refused
 */
public record KafkaFeedOptions(String topic, Map<String, String> consumer) {

  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

  private static final Map<String, String> REFUSED =
      Map.of(
          ConsumerConfig.GROUP_ID_CONFIG,
          "each node reads all of the topic, and positions belong to the browsers",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "a lost position is announced to the browsers instead of being replaced silently",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "nothing is committed: positions belong to the browsers",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          "keys are passed on as bytes",
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          "values are passed on as bytes",
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          "reading must never create a topic");

  /** Refuses a topic that cannot exist, and settings that would break what the feed promises. */
  public KafkaFeedOptions {
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "topic must be 1 to 249 of A-Z a-z 0-9 . _ - and not '.' or '..', but is '"
              + topic
              + "'");
    }
    if (consumer.getOrDefault(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "").isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap.servers is missing from the Kafka settings: set it to host:port of a broker");
    }
    for (String setting : REFUSED.keySet()) {
      if (consumer.containsKey(setting)) {
        throw new IllegalArgumentException(
            "remove '" + setting + "' from the Kafka settings: " + REFUSED.get(setting));
      }
    }
    consumer = Map.copyOf(consumer);
  }

  String bootstrapServers() {
    return consumer.getOrDefault(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
  }

  /** What the consumer is made with. */
  Map<String, Object> consumerConfig() {
    Map<String, Object> config = new HashMap<>();
    // How soon partitions that are added are found.
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "30000");
    // A broker that restarts is back within moments; do not wait for it any longer.
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    config.putAll(consumer);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return config;
  }
}
