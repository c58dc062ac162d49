package io.github.ssebridge.gateway;

import java.util.LinkedHashMap;
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
 * @param metrics where the node tells its metrics; null for nowhere
 */
record GatewayConfig(
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String node,
    @Nullable Map<String, String> kafka,
    @Nullable RedisConfig redis,
    @Nullable Map<String, StreamConfig> streams,
    @Nullable MetricsConfig metrics) {

  static final String DEFAULT_HOST = "0.0.0.0";
  static final int DEFAULT_PORT = 8080;

  /** A configuration without metrics. */
  GatewayConfig(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String node,
      @Nullable Map<String, String> kafka,
      @Nullable RedisConfig redis,
      @Nullable Map<String, StreamConfig> streams) {
    this(host, port, node, kafka, redis, streams, null);
  }

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
          "streams is missing or empty: name at least one, with a 'topic', 'redisStream', 'channel' or 'pattern'");
    }
    if (kafka != null) {
      kafka.forEach(GatewayConfig::checkKafkaSetting);
    }
    streams.forEach(this::checkStream);
    StreamPath.requireDistinct(paths(streams));
    if (redis != null && redis.uri() == null) {
      throw new IllegalArgumentException("redis.uri is missing: set it to redis://host:port");
    }
    if (metrics != null) {
      requireOwnPort(metrics.checkedPort());
    }
    return this;
  }

  private void requireOwnPort(int metricsPort) {
    if (metricsPort != 0 && metricsPort == portOrDefault()) {
      throw new IllegalArgumentException(
          "metrics.port is the port of the streams: choose another, which clients cannot reach");
    }
  }

  /** This configuration on another port. */
  GatewayConfig withPort(int newPort) {
    return new GatewayConfig(host, newPort, node, kafka, redis, streams, metrics);
  }

  /** This configuration with metrics told somewhere. */
  GatewayConfig withMetrics(MetricsConfig newMetrics) {
    return new GatewayConfig(host, port, node, kafka, redis, streams, newMetrics);
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
    if (stream == null) {
      throw new IllegalArgumentException(setting + " is empty: " + StreamConfig.ONE_SOURCE);
    }
    try {
      stream.check(kafka, redis != null);
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
   * @param uri such as {@code redis://localhost:6379}, as {@code RedisLink} takes it
   */
  record RedisConfig(@Nullable String uri) {}
}
