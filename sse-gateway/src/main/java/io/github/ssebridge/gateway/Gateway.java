package io.github.ssebridge.gateway;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisPubSubFeed;
import io.github.ssebridge.redis.RedisStreamFeed;
import io.github.ssebridge.vertx.SseConnections;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node: its streams, its links to the brokers and its HTTP server. To be started and
 * closed by one thread.
 */
final class Gateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final long TIMEOUT_SECONDS = 20;

  private final Vertx vertx;
  private final EventHub hub;
  private final @Nullable RedisLink redis;
  private final SseConnections connections = SseConnections.create();
  private @Nullable MetricsServer metrics;
  private volatile int port;
  private int metricsPort;

  private Gateway(GatewayConfig config, DemoPage page) {
    HubOptions options = hubOptions(config);
    this.hub = EventHub.create(options);
    this.redis = config.redis() == null ? null : link(Objects.requireNonNull(config.redis().uri()));
    // The page comes from memory, so Vert.x needs no folder for temporary files.
    FileSystemOptions noFiles =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    this.vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(noFiles));
    try {
      Map<String, StreamConfig> streams = Objects.requireNonNull(config.streams());
      streams.forEach(
          (name, stream) -> hub.stream(name, feed(name, stream, config), stream.options()));
      HealthRoute health = new HealthRoute(hub, options.node(), streams.keySet(), System::nanoTime);
      if (config.metrics() != null) {
        measure(config.metrics());
      }
      listen(config, health, page);
      streams.keySet().forEach(hub::open);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a node; returns when it listens. Brokers may still be out of reach then.
   *
   * @throws GatewayException if it cannot be started as configured
   */
  static Gateway start(GatewayConfig config) {
    return start(config, DemoPage.none());
  }

  /** Starts a node that serves the demo's page at {@code /} as well. */
  static Gateway start(GatewayConfig config, DemoPage page) {
    try {
      return new Gateway(config.checked(), page);
    } catch (IllegalArgumentException e) {
      throw new GatewayException(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  /** The port that the node listens on. */
  int port() {
    return port;
  }

  /** The port that the node tells its metrics on; 0 if it does not. */
  int metricsPort() {
    return metricsPort;
  }

  EventHub hub() {
    return hub;
  }

  /** Ends all streams and stops. */
  @Override
  public void close() {
    hub.close();
    await(vertx.close());
    if (metrics != null) {
      metrics.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  private void listen(GatewayConfig config, HealthRoute health, DemoPage page) {
    DeploymentOptions onAllCores =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    StreamRoutes routes =
        new StreamRoutes(hub, connections, Objects.requireNonNull(config.streams()));
    try {
      await(
          vertx.deployVerticle(
              () -> new HttpServerVerticle(config, routes, health, page, p -> port = p),
              onAllCores));
    } catch (CompletionException e) {
      throw cannotListen(config.hostOrDefault(), config.portOrDefault(), "'port' or --port", e);
    }
    LOG.info(
        "listening on {}:{}, streams: {}",
        config.hostOrDefault(),
        port(),
        String.join(", ", config.streams().keySet()));
  }

  private void measure(MetricsConfig config) {
    MetricsServer made = new MetricsServer(vertx, hub, connections);
    metrics = made;
    try {
      metricsPort = await(made.listen(config));
    } catch (CompletionException e) {
      throw cannotListen(config.hostOrDefault(), config.checkedPort(), "'metrics.port'", e);
    }
    LOG.info("metrics at http://{}:{}/metrics", config.hostOrDefault(), metricsPort);
  }

  private static GatewayException cannotListen(
      String host, int port, String settings, CompletionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String address = host + ":" + port;
    return cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")
        ? new GatewayException(
            "cannot listen on %s (%s): stop what uses the port, or choose another with %s"
                .formatted(address, cause.getMessage(), settings))
        : new GatewayException(
            "cannot listen on %s (%s): check 'host' and 'port'"
                .formatted(address, cause.getMessage()));
  }

  private EventFeed feed(String name, StreamConfig stream, GatewayConfig config) {
    try {
      return feed(stream, config);
    } catch (IllegalArgumentException e) {
      throw new GatewayException("streams." + name + ": " + e.getMessage());
    }
  }

  private EventFeed feed(StreamConfig stream, GatewayConfig config) {
    if (stream.topic() != null) {
      return KafkaFeed.create(stream.feedOptions(Objects.requireNonNull(config.kafka())));
    }
    RedisLink link = Objects.requireNonNull(redis);
    if (stream.redisStream() != null) {
      return RedisStreamFeed.create(link, stream.redisStreamOptions());
    }
    if (stream.pattern() != null) {
      return RedisPubSubFeed.ofPattern(link, stream.pattern());
    }
    String channel = Objects.requireNonNull(stream.channel());
    return stream.sharded()
        ? RedisPubSubFeed.sharded(link, channel)
        : RedisPubSubFeed.create(link, channel);
  }

  private static HubOptions hubOptions(GatewayConfig config) {
    HubOptions defaults = HubOptions.defaults();
    return config.node() == null ? defaults : defaults.withNode(config.node());
  }

  private static RedisLink link(String uri) {
    try {
      return RedisLink.create(uri);
    } catch (IllegalArgumentException e) {
      throw new GatewayException("redis.uri: " + e.getMessage());
    }
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
