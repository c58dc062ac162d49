package io.github.ssebridge.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/**
 * Which topic a feed reads, and how its consumer is configured.
 *
 * @param topic the topic; it is never created
 * @param consumer the settings of kafka-clients, such as {@code bootstrap.servers} and those of
 *     security, passed on untouched; what the feed's promises rest on is refused
 * @param mapper makes events of records
 * @param unmappable what happens to a record of which it can make none
 */
public record KafkaFeedOptions(
    String topic, Map<String, String> consumer, RecordMapper mapper, Unmappable unmappable) {

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

  private static final String MOST_FETCHED_FOR_REPLAYS = String.valueOf(8 << 20);

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

  /** A topic whose records are taken as {@link HeaderMapper} takes them. */
  public KafkaFeedOptions(String topic, Map<String, String> consumer) {
    this(topic, consumer, HeaderMapper.defaults(), Unmappable.SKIP);
  }

  /** These options with another mapper. */
  public KafkaFeedOptions withMapper(RecordMapper newMapper) {
    return new KafkaFeedOptions(topic, consumer, newMapper, unmappable);
  }

  /** These options with another treatment of records that cannot be mapped. */
  public KafkaFeedOptions withUnmappable(Unmappable newUnmappable) {
    return new KafkaFeedOptions(topic, consumer, mapper, newUnmappable);
  }

  String bootstrapServers() {
    return consumer.getOrDefault(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
  }

  /** What of the topic its readers see. */
  IsolationLevel isolation() {
    String level = consumer.getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "");
    return level.equals("read_committed")
        ? IsolationLevel.READ_COMMITTED
        : IsolationLevel.READ_UNCOMMITTED;
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

  /** What a consumer is made with that reads the topic again: less of it at once. */
  Map<String, Object> replayConfig() {
    Map<String, Object> config = consumerConfig();
    config.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_FETCHED_FOR_REPLAYS);
    return config;
  }

  /** What of the consumer's settings an admin client knows, such as those of security. */
  Map<String, Object> adminConfig() {
    return settingsOf(AdminClientConfig.configNames());
  }

  /** What of the consumer's settings a producer knows. */
  Map<String, Object> producerConfig() {
    return settingsOf(ProducerConfig.configNames());
  }

  private Map<String, Object> settingsOf(Set<String> known) {
    Map<String, Object> config = consumerConfig();
    config.keySet().retainAll(known);
    // Classes for consumers.
    config.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
    return config;
  }
}
