package io.github.ssebridge.gateway;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.github.ssebridge.vertx.CrossOrigin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param connections how many connections there may be, and how they are treated
 * @param trustForwarded whether clients are where the headers {@code Forwarded} and {@code
 *     X-Forwarded-For} say, which a proxy in front must set
 * @param tls what the node proves its name with; by default it speaks plain HTTP
 * @param origins the other origins whose pages may read; by default none
 * @param jwt which tokens let clients read; by default anybody reads
 * @param drain over how long clients are sent away when the node stops, such as {@code 5s}
 * @param metrics where the node tells its metrics; null for nowhere
 */
record GatewayConfig(
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String node,
    @Nullable Map<String, String> kafka,
    @Nullable RedisConfig redis,
    @Nullable Map<String, StreamConfig> streams,
    @Nullable ConnectionsConfig connections,
    boolean trustForwarded,
    @Nullable TlsConfig tls,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        @Nullable List<String> origins,
    @Nullable JwtConfig jwt,
    @Nullable String drain,
    @Nullable MetricsConfig metrics) {

  static final String DEFAULT_HOST = "0.0.0.0";
  static final int DEFAULT_PORT = 8080;

  /** 5 s, so that the other nodes are not asked by all clients at once. */
  static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

  private static final Duration MAX_DRAIN = Duration.ofMinutes(10);

  /** Streams from these brokers, and the default for all else. */
  GatewayConfig(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String node,
      @Nullable Map<String, String> kafka,
      @Nullable RedisConfig redis,
      @Nullable Map<String, StreamConfig> streams) {
    this(host, port, node, kafka, redis, streams, null, false, null, null, null, null, null);
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
    checkServing();
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
    return new GatewayConfig(
        host,
        newPort,
        node,
        kafka,
        redis,
        streams,
        connections,
        trustForwarded,
        tls,
        origins,
        jwt,
        drain,
        metrics);
  }

  /** This configuration with metrics told somewhere. */
  GatewayConfig withMetrics(MetricsConfig newMetrics) {
    return new GatewayConfig(
        host,
        port,
        node,
        kafka,
        redis,
        streams,
        connections,
        trustForwarded,
        tls,
        origins,
        jwt,
        drain,
        newMetrics);
  }

  /** This configuration with another time to drain. */
  GatewayConfig withDrain(String newDrain) {
    return new GatewayConfig(
        host,
        port,
        node,
        kafka,
        redis,
        streams,
        connections,
        trustForwarded,
        tls,
        origins,
        jwt,
        newDrain,
        metrics);
  }

  String hostOrDefault() {
    return host == null ? DEFAULT_HOST : host;
  }

  int portOrDefault() {
    return port == null ? DEFAULT_PORT : port;
  }

  ConnectionsConfig connectionsOrDefault() {
    return connections == null ? ConnectionsConfig.defaults() : connections;
  }

  Duration drainOrDefault() {
    return drain == null ? DEFAULT_DRAIN : DurationText.parse("drain", drain);
  }

  private void checkServing() {
    var unused = connectionsOrDefault().limits();
    var unusedToo = connectionsOrDefault().options();
    if (drainOrDefault().compareTo(MAX_DRAIN) > 0) {
      throw new IllegalArgumentException("drain must be at most 10m, but is " + drain);
    }
    if (tls != null) {
      tls.check();
    }
    if (origins != null) {
      checkOrigins(origins);
    }
    if (jwt != null) {
      jwt.check();
    } else {
      Objects.requireNonNull(streams).forEach(GatewayConfig::checkPublic);
    }
  }

  private static void checkOrigins(List<String> origins) {
    if (origins.isEmpty() || origins.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "origins is empty: name those whose pages may read, such as https://app.example.com, or"
              + " remove it");
    }
    try {
      var unused = CrossOrigin.allow(origins);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("origins: " + e.getMessage(), e);
    }
  }

  private static void checkPublic(String name, StreamConfig stream) {
    if (stream.isPublic()) {
      throw new IllegalArgumentException(
          "streams.%s: public is for a gateway with a login, but there is no 'jwt': all streams are public"
              .formatted(name));
    }
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
