package io.github.ssebridge.gateway;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.OverflowPolicy;
import io.github.ssebridge.SnapshotOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.kafka.KafkaFeedOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway node serves, as its YAML file says it.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any that is free
 * @param node what {@code sse:open} calls this node; null for a name made by chance
 * @param kafka the settings of kafka-clients, such as {@code bootstrap.servers}
 * @param redis where Redis is
 * @param streams the streams by name
 */
record GatewayConfig(
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String node,
    @Nullable Map<String, String> kafka,
    @Nullable RedisConfig redis,
    @Nullable Map<String, StreamConfig> streams) {

  static final String DEFAULT_HOST = "0.0.0.0";
  static final int DEFAULT_PORT = 8080;

  /**
   * This configuration, if it can be served. Not left to the constructor: whoever misspelt a
   * setting shall hear of that, and not of what is missing because of it.
   *
   * @throws IllegalArgumentException if it cannot, naming the setting
   */
  GatewayConfig checked() {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new IllegalArgumentException("port must be from 0 to 65535, but is " + port);
    }
    if (streams == null || streams.isEmpty()) {
      throw new IllegalArgumentException(
          "streams is missing or empty: name at least one, with a 'topic' or a 'channel'");
    }
    if (kafka != null) {
      kafka.forEach(GatewayConfig::checkKafkaSetting);
    }
    streams.forEach(this::checkStream);
    StreamPath.requireDistinct(paths(streams));
    if (redis != null && redis.uri() == null) {
      throw new IllegalArgumentException("redis.uri is missing: set it to redis://host:port");
    }
    return this;
  }

  /** This configuration on another port. */
  GatewayConfig withPort(int newPort) {
    return new GatewayConfig(host, newPort, node, kafka, redis, streams);
  }

  String hostOrDefault() {
    return host == null ? DEFAULT_HOST : host;
  }

  int portOrDefault() {
    return port == null ? DEFAULT_PORT : port;
  }

  private static void checkKafkaSetting(String setting, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "kafka." + setting + " has no value: give one or remove it");
    }
  }

  private void checkStream(String name, @Nullable StreamConfig stream) {
    String setting = "streams." + name;
    if (stream == null || (stream.topic() == null) == (stream.channel() == null)) {
      throw new IllegalArgumentException(
          setting + " needs either a 'topic' (Kafka) or a 'channel' (Redis)");
    }
    if (stream.publish() && stream.channel() == null) {
      throw new IllegalArgumentException(
          setting
              + ".publish is for streams with a 'channel': produce into a topic by Kafka's own clients");
    }
    if (stream.topic() != null && (kafka == null || !kafka.containsKey("bootstrap.servers"))) {
      throw new IllegalArgumentException(
          setting + " has a topic, so set kafka: { bootstrap.servers: host:port }");
    }
    if (stream.channel() != null && redis == null) {
      throw new IllegalArgumentException(
          setting + " has a channel, so set redis: { uri: redis://host:port }");
    }
    if (stream.channel() != null && (stream.records() != null || stream.snapshot())) {
      throw new IllegalArgumentException(
          setting + ".records and .snapshot are for streams with a 'topic'");
    }
    try {
      StreamOptions unused = stream.options();
      if (stream.topic() != null && kafka != null) {
        var unusedToo = stream.feedOptions(kafka);
      }
      StreamPath path = stream.ownPath();
      if (path != null && path.parameter() != null && stream.topic() == null) {
        throw new IllegalArgumentException(
            "path has a {parameter}, which is a key, but the messages of a channel have no keys");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, StreamPath> paths(Map<String, StreamConfig> streams) {
    Map<String, StreamPath> paths = new LinkedHashMap<>();
    streams.forEach(
        (name, stream) -> {
          StreamPath path = stream.ownPath();
          if (path != null) {
            paths.put(name, path);
          }
        });
    return paths;
  }

  /**
   * Where Redis is.
   *
   * @param uri such as {@code redis://localhost:6379}
   */
  record RedisConfig(@Nullable String uri) {}

  /**
   * One stream: exactly one of a topic and a channel.
   *
   * @param topic the Kafka topic that it carries
   * @param channel the Redis channel that it carries
   * @param path where it is served besides {@code /streams/NAME}, such as {@code /prices}; or
   *     instead, one key to a path, such as {@code /orders/{customer}}
   * @param publish whether {@code POST} to the stream publishes into the channel
   * @param overflow what clients get that are too slow: {@code gap}, {@code close} or {@code
   *     latest}
   * @param log how much a node keeps of it
   * @param replays how many times at once the topic is read again, for clients that come back and
   *     are older than what the node keeps
   * @param records how the records of the topic become events
   * @param snapshot whether the topic is compacted, and clients begin with the newest value of each
   *     key
   */
  record StreamConfig(
      @Nullable String topic,
      @Nullable String channel,
      @Nullable String path,
      boolean publish,
      @Nullable String overflow,
      @Nullable LogConfig log,
      @Nullable Integer replays,
      @Nullable RecordsConfig records,
      boolean snapshot) {

    /** A topic with the default options. */
    static StreamConfig ofTopic(String topic) {
      return new StreamConfig(topic, null, null, false, null, null, null, null, false);
    }

    /** A channel with the default options. */
    static StreamConfig ofChannel(String channel, boolean publish) {
      return new StreamConfig(null, channel, null, publish, null, null, null, null, false);
    }

    /**
     * How the hub shall treat the stream.
     *
     * @throws IllegalArgumentException if it cannot, naming the setting
     */
    StreamOptions options() {
      StreamOptions options = StreamOptions.defaults();
      if (overflow != null) {
        options = options.withOverflow(policy(overflow));
      }
      if (replays != null) {
        options = options.withReplays(replays);
      }
      if (snapshot) {
        options = options.withSnapshot(SnapshotOptions.defaults());
      }
      return log == null ? options : options.withLog(log.options());
    }

    /**
     * How its topic is read.
     *
     * @throws IllegalArgumentException if it cannot, naming the setting
     */
    KafkaFeedOptions feedOptions(Map<String, String> kafka) {
      KafkaFeedOptions options = new KafkaFeedOptions(Objects.requireNonNull(topic), kafka);
      return records == null ? options : records.applyTo(options);
    }

    /**
     * Where the stream is served besides {@code /streams/NAME}, or instead; null if nowhere.
     *
     * @throws IllegalArgumentException if it cannot be served there
     */
    @Nullable StreamPath ownPath() {
      return path == null ? null : StreamPath.of(path);
    }

    /**
     * Whether its path says which key is read. Then nothing else may serve it, or clients could
     * read all keys.
     */
    boolean isServedByKeyAlone() {
      StreamPath own = ownPath();
      return own != null && own.parameter() != null;
    }

    /** This stream at a path of its own. */
    StreamConfig withPath(String newPath) {
      return new StreamConfig(
          topic, channel, newPath, publish, overflow, log, replays, records, snapshot);
    }

    private static OverflowPolicy policy(String overflow) {
      return switch (overflow) {
        case "gap" -> OverflowPolicy.GAP;
        case "close" -> OverflowPolicy.CLOSE;
        case "latest" -> OverflowPolicy.LATEST;
        default ->
            throw new IllegalArgumentException(
                "overflow must be gap, close or latest, but is " + overflow);
      };
    }
  }

  /**
   * How much a node keeps of a stream; what is not set has its default.
   *
   * @param maxBytes the most encoded bytes
   * @param maxEvents the most events
   * @param maxAgeSeconds how old the oldest may be
   */
  record LogConfig(
      @Nullable Long maxBytes, @Nullable Integer maxEvents, @Nullable Long maxAgeSeconds) {

    LogOptions options() {
      LogOptions options = LogOptions.defaults();
      if (maxBytes != null) {
        options = options.withMaxBytes(maxBytes);
      }
      if (maxEvents != null) {
        options = options.withMaxEvents(maxEvents);
      }
      return maxAgeSeconds == null
          ? options
          : options.withMaxAge(Duration.ofSeconds(maxAgeSeconds));
    }
  }
}
