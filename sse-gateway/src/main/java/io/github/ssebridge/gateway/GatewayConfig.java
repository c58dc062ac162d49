package io.github.ssebridge.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
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

  /** Refuses what cannot be served, naming the setting. */
  GatewayConfig {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new IllegalArgumentException("port must be from 0 to 65535, but is " + port);
    }
    if (streams == null || streams.isEmpty()) {
      throw new IllegalArgumentException(
          "streams is missing or empty: name at least one, with a 'topic' or a 'channel'");
    }
    streams = Map.copyOf(streams);
    for (Map.Entry<String, StreamConfig> stream : streams.entrySet()) {
      requireSource(stream.getKey(), stream.getValue(), kafka, redis);
    }
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

  private static void requireSource(
      String name,
      StreamConfig stream,
      @Nullable Map<String, String> kafka,
      @Nullable RedisConfig redis) {
    if (stream.topic() != null && (kafka == null || !kafka.containsKey("bootstrap.servers"))) {
      throw new IllegalArgumentException(
          "streams.%s has a topic, so set kafka: { bootstrap.servers: host:port }".formatted(name));
    }
    if (stream.channel() != null && redis == null) {
      throw new IllegalArgumentException(
          "streams.%s has a channel, so set redis: { uri: redis://host:port }".formatted(name));
    }
  }

  /**
   * Where Redis is.
   *
   * @param uri such as {@code redis://localhost:6379}
   */
  record RedisConfig(@JsonProperty(required = true) String uri) {}

  /**
   * One stream: exactly one of a topic and a channel.
   *
   * @param topic the Kafka topic that it carries
   * @param channel the Redis channel that it carries
   * @param publish whether {@code POST} to the stream publishes into the channel
   */
  record StreamConfig(@Nullable String topic, @Nullable String channel, boolean publish) {

    StreamConfig {
      if ((topic == null) == (channel == null)) {
        throw new IllegalArgumentException(
            "a stream has either a 'topic' (Kafka) or a 'channel' (Redis)");
      }
      if (publish && channel == null) {
        throw new IllegalArgumentException(
            "publish is for streams with a 'channel': produce into a topic by Kafka's own clients");
      }
    }
  }
}
