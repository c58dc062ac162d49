package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.vertx.ConnectionLimits;
import io.github.ssebridge.vertx.Health;
import io.github.ssebridge.vertx.SseConnections;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
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
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final EventHub hub;
  private final SseConnections connections;
  private final SocketLimit sockets;
  private final BoundedTransport transport;
  private final Duration drain;
  private final @Nullable RedisLink redis;
  private @Nullable MetricsServer metrics;
  private volatile int port;
  private int metricsPort;

  private Gateway(GatewayConfig config, DemoPage page, Duration firstRequest) {
    HubOptions options = hubOptions(config);
    ConnectionLimits limits = config.connectionsOrDefault().limits();
    this.hub = EventHub.create(options);
    this.connections = SseConnections.create(limits);
    this.drain = config.drainOrDefault();
    this.redis = config.redis() == null ? null : link(Objects.requireNonNull(config.redis().uri()));
    this.sockets = new SocketLimit(maxSockets(limits), firstRequest.toMillis());
    this.transport = new BoundedTransport(sockets);
    this.vertx = vertx(transport);
    try {
      Map<String, StreamConfig> streams = Objects.requireNonNull(config.streams());
      Feeds feeds = new Feeds(config.kafka(), redis);
      streams.forEach(
          (name, stream) -> hub.stream(name, feeds.feed(name, stream), stream.options()));
      Health probes = Health.of(hub, connections);
      HttpServerVerticle.Parts parts =
          new HttpServerVerticle.Parts(
              config,
              new StreamRoutes(hub, config, connections, Login.of(config, vertx)),
              new HealthRoute(hub, options.node(), streams.keySet(), System::nanoTime),
              probes,
              page,
              firstRequest,
              listening -> port = listening);
      if (config.metrics() != null) {
        measure(config.metrics());
      }
      listen(config, parts);
      streams.keySet().forEach(hub::open);
      lookForSources(probes);
    } catch (RuntimeException e) {
      stop();
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
    return start(config, page, HttpServerVerticle.FIRST_REQUEST);
  }

  /** Starts a node that waits for the first request of a connection for another time. */
  static Gateway start(GatewayConfig config, DemoPage page, Duration firstRequest) {
    try {
      return new Gateway(config.checked(), page, firstRequest);
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

  SseConnections connections() {
    return connections;
  }

  /** How many sockets are open. */
  int sockets() {
    return sockets.open();
  }

  /** Sends all clients away to other nodes, meanwhile not ready for new ones, then stops. */
  @Override
  public void close() {
    try {
      await(connections.drain(drain), drain.plus(TIMEOUT));
    } finally {
      stop();
    }
  }

  private void stop() {
    hub.close();
    await(vertx.close(), TIMEOUT);
    if (metrics != null) {
      metrics.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  private void listen(GatewayConfig config, HttpServerVerticle.Parts parts) {
    DeploymentOptions onAllCores =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    try {
      await(vertx.deployVerticle(() -> new HttpServerVerticle(parts), onAllCores), TIMEOUT);
    } catch (CompletionException e) {
      throw cannotListen(config.hostOrDefault(), config.portOrDefault(), "'port' or --port", e);
    }
    LOG.info(
        "listening on {}:{} ({}, transport {}), streams: {}",
        config.hostOrDefault(),
        port(),
        config.tls() == null ? "http" : "https",
        transport.name(),
        String.join(", ", Objects.requireNonNull(config.streams()).keySet()));
  }

  /** Has it seen that the sources are there, also if nobody asks before the feeds rest again. */
  private void lookForSources(Health probes) {
    vertx.setPeriodic(
        LOOK_MILLIS,
        timer -> {
          if (probes.ready().isOk()) {
            vertx.cancelTimer(timer);
          }
        });
  }

  private void measure(MetricsConfig config) {
    MetricsServer made = new MetricsServer(vertx, hub, connections);
    metrics = made;
    try {
      metricsPort = await(made.listen(config), TIMEOUT);
    } catch (CompletionException e) {
      throw cannotListen(config.hostOrDefault(), config.checkedPort(), "'metrics.port'", e);
    }
    LOG.info("metrics at http://{}:{}/metrics", config.hostOrDefault(), metricsPort);
  }

  private static GatewayException cannotListen(
      String host, int port, String settings, CompletionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String address = host + ":" + port;
    // A native transport has an exception of its own.
    return String.valueOf(cause.getMessage()).contains("in use")
        ? new GatewayException(
            "cannot listen on %s (%s): stop what uses the port, or choose another with %s"
                .formatted(address, cause.getMessage(), settings))
        : new GatewayException(
            "cannot listen on %s (%s): check 'host', 'port' and 'tls'"
                .formatted(address, cause.getMessage()));
  }

  private static Vertx vertx(BoundedTransport transport) {
    // The page comes from memory, so Vert.x needs no folder for temporary files.
    FileSystemOptions noFiles =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return Vertx.builder()
        .with(new VertxOptions().setFileSystemOptions(noFiles))
        .withTransport(transport)
        .build();
  }

  /** Somewhat more than streams, to tell the others to come back later, and for probes. */
  private static int maxSockets(ConnectionLimits limits) {
    long slack = limits.total() / 10 + 100L;
    return (int) Math.min(Integer.MAX_VALUE, limits.total() + slack);
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

  private static <T> T await(Future<T> future, Duration atMost) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
