package io.github.ssebridge.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.ssebridge.OverflowPolicy;
import io.github.ssebridge.SnapshotOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.kafka.KafkaFeedOptions;
import io.github.ssebridge.redis.RedisStreamOptions;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a gateway; it has exactly one source.
 *
 * @param topic its source, if that is a Kafka topic
 * @param redisStream the key of its source, if that is a Redis stream
 * @param channel its source, if that is a Redis channel
 * @param pattern its source, if that is all Redis channels that match this
 * @param sharded whether the channel is a sharded one
 * @param path where it is served besides {@code /streams/NAME}, such as {@code /prices}; or
 *     instead, one key to a path, such as {@code /orders/{customer}}
 * @param publish whether {@code POST} to the stream publishes into its source
 * @param maxLength about how many entries the Redis stream keeps when something is published
 * @param overflow what clients get that are too slow: {@code gap}, {@code close} or {@code latest}
 * @param log how much a node keeps of it
 * @param replays how many times at once the source is read again, for clients that come back and
 *     are older than what the node keeps
 * @param records how the records of the topic become events
 * @param snapshot whether the topic is compacted, and clients begin with the newest value of each
 *     key
 * @param isPublic whether everyone may read it although the gateway asks for a login
 */
record StreamConfig(
    @Nullable String topic,
    @Nullable String redisStream,
    @Nullable String channel,
    @Nullable String pattern,
    boolean sharded,
    @Nullable String path,
    boolean publish,
    @Nullable Long maxLength,
    @Nullable String overflow,
    @Nullable LogConfig log,
    @Nullable Integer replays,
    @Nullable RecordsConfig records,
    boolean snapshot,
    @JsonProperty("public") boolean isPublic) {

  static final String ONE_SOURCE =
      "it needs exactly one of 'topic' (Kafka), 'redisStream', 'channel' and 'pattern' (Redis)";

  /** A topic with the default options. */
  static StreamConfig ofTopic(String topic) {
    return new StreamConfig(
        topic, null, null, null, false, null, false, null, null, null, null, null, false, false);
  }

  /** A Redis stream with the default options. */
  static StreamConfig ofRedisStream(String key, boolean publish) {
    return new StreamConfig(
        null, key, null, null, false, null, publish, null, null, null, null, null, false, false);
  }

  /** A channel with the default options. */
  static StreamConfig ofChannel(String channel, boolean publish) {
    return new StreamConfig(
        null, null, channel, null, false, null, publish, null, null, null, null, null, false,
        false);
  }

  /** This stream at a path of its own. */
  StreamConfig withPath(String newPath) {
    return new StreamConfig(
        topic,
        redisStream,
        channel,
        pattern,
        sharded,
        newPath,
        publish,
        maxLength,
        overflow,
        log,
        replays,
        records,
        snapshot,
        isPublic);
  }

  /**
   * Refuses what cannot be served.
   *
   * @param kafka the settings of kafka-clients, if there are any
   * @param hasRedis whether it is known where Redis is
   * @throws IllegalArgumentException if it cannot, naming the setting
   */
  void check(@Nullable Map<String, String> kafka, boolean hasRedis) {
    require(
        Stream.of(topic, redisStream, channel, pattern).filter(Objects::nonNull).count() == 1,
        ONE_SOURCE);
    require(
        topic == null || (kafka != null && kafka.containsKey("bootstrap.servers")),
        "it has a topic, so set kafka: { bootstrap.servers: host:port }");
    require(
        topic != null || hasRedis,
        "its source is in Redis, so set redis: { uri: redis://host:port }");
    checkPublishing();
    checkSource();
    checkPath();
    StreamOptions unused = options();
    if (topic != null && kafka != null) {
      var unusedToo = feedOptions(kafka);
    }
    if (redisStream != null) {
      var unusedToo = redisStreamOptions();
    }
  }

  private void checkPublishing() {
    require(
        !publish || topic == null,
        "publish is for a 'channel' or a 'redisStream': produce into a topic by Kafka's own"
            + " clients");
    require(
        !publish || pattern == null,
        "publish is for a 'channel' or a 'redisStream': a pattern is no channel to publish into");
    require(
        maxLength == null || (redisStream != null && publish),
        "maxLength is for a 'redisStream' with 'publish: true': it is what a POST trims Redis to,"
            + " and other writers trim by themselves; log.maxEvents is what a node keeps");
  }

  private void checkSource() {
    require(!sharded || channel != null, "sharded is for a 'channel'");
    require(
        topic != null || (records == null && !snapshot), "records and snapshot are for a 'topic'");
    require(
        replays == null || topic != null || redisStream != null,
        "replays is for a 'topic' or a 'redisStream': messages of a channel cannot be read again");
  }

  private void checkPath() {
    if (!isServedByKeyAlone()) {
      return;
    }
    require(
        channel == null,
        "path has a {parameter}, which is a key, but the messages of a channel have no keys");
    require(
        !publish,
        "path has a {parameter}, so no path takes a POST: remove 'publish', or the {parameter}");
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
   * How its Redis stream is read and written.
   *
   * @throws IllegalArgumentException if it cannot, naming the setting
   */
  RedisStreamOptions redisStreamOptions() {
    RedisStreamOptions options = new RedisStreamOptions(Objects.requireNonNull(redisStream));
    return maxLength == null ? options : options.withMaxLength(maxLength);
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
   * Whether its path says which key is read. Then nothing else may serve it, or clients could read
   * all keys.
   */
  boolean isServedByKeyAlone() {
    StreamPath own = ownPath();
    return own != null && own.parameter() != null;
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

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
