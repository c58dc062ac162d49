package io.github.ssebridge.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce's clients for one Redis, which share their threads: one for each kind of connection,
 * since options are a client's and not a connection's. Safe for use by any thread.
 */
final class LinkClients implements AutoCloseable {

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static final long NODES_TIMEOUT_MILLIS = 1000;
  private static final long LAST_USE_MILLIS = 1000;

  private final LinkTarget target;
  private final ClientResources resources;
  private final RedisClient shared;
  private final RedisClient owned;
  private final RedisClient subscribed;
  private final @Nullable RedisClusterClient cluster;

  // Its parties are who connects or reads just now, and this until it is closed.
  private final Phaser users = new Phaser(1);
  private volatile boolean closed;

  LinkClients(LinkTarget target) {
    this.target = target;
    this.resources =
        DefaultClientResources.builder()
            .nettyCustomizer(SilenceGuard.customizer())
            .reconnectDelay(
                () ->
                    Delay.exponential(
                        Duration.ofMillis(50), LinkOptions.RETRY_PAUSE, 2, TimeUnit.MILLISECONDS))
            .build();
    this.shared = client(LinkOptions.shared());
    this.owned = client(LinkOptions.owned());
    this.subscribed = client(LinkOptions.subscribed());
    this.cluster = target.isCluster() ? RedisClusterClient.create(resources, target.uris()) : null;
    if (cluster != null) {
      cluster.setOptions(LinkOptions.cluster());
    }
  }

  private RedisClient client(ClientOptions options) {
    RedisClient client = RedisClient.create(resources);
    client.setOptions(options);
    return client;
  }

  LinkTarget target() {
    return target;
  }

  ClientResources resources() {
    return resources;
  }

  /** What knows the nodes of the cluster; null if it is none. */
  @Nullable RedisClusterClient cluster() {
    return cluster;
  }

  /** A connection that comes back by itself. */
  CompletionStage<CommandConnection> connectShared() {
    return connect(shared);
  }

  /** A connection that ends when it is lost; not so that of a cluster. */
  CompletionStage<CommandConnection> connectOwned() {
    return connect(owned);
  }

  /** A connection for subscriptions, to one server, that ends when it is lost. */
  <K> CompletionStage<StatefulRedisPubSubConnection<K, byte[]>> connectPubSub(
      RedisCodec<K, byte[]> codec, RedisURI server) {
    return attempt(() -> subscribed.connectPubSubAsync(codec, server));
  }

  /** A connection to a Sentinel that ends when it is lost. */
  CompletionStage<StatefulRedisConnection<String, String>> connectSentinel(RedisURI sentinel) {
    return attempt(() -> owned.connectAsync(StringCodec.UTF8, sentinel));
  }

  private CompletionStage<CommandConnection> connect(RedisClient client) {
    RedisClusterClient nodes = cluster;
    if (nodes == null) {
      return attempt(
          () -> client.connectAsync(CODEC, target.first()).thenApply(CommandConnection::of));
    }
    // Lettuce has to know the nodes before it connects.
    return refresh(nodes)
        .thenCompose(known -> attempt(() -> nodes.connectAsync(CODEC)))
        .thenCompose(connection -> attempt(() -> connectNodes(connection)))
        .thenApply(CommandConnection::of);
  }

  /** Asks the nodes of the cluster for all nodes. */
  CompletionStage<Void> refresh(RedisClusterClient nodes) {
    return attempt(nodes::refreshPartitionsAsync);
  }

  /** Lettuce connects to a node when it has a command for it, and refuses commands until then. */
  private static CompletionStage<StatefulRedisClusterConnection<String, byte[]>> connectNodes(
      StatefulRedisClusterConnection<String, byte[]> connection) {
    CompletableFuture<?>[] all =
        connection.getPartitions().stream()
            .map(RedisClusterNode::getUri)
            .map(node -> connection.getConnectionAsync(node.getHost(), node.getPort()))
            .toArray(CompletableFuture[]::new);
    // One that does not answer must not keep the others.
    return CompletableFuture.allOf(all)
        .orTimeout(NODES_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .handle((connected, failure) -> connection);
  }

  /** Runs what sends commands until it is told to stop; who closes this waits a while for that. */
  void use(Runnable task) {
    users.register();
    try {
      task.run();
    } finally {
      users.arriveAndDeregister();
    }
  }

  private <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> connecting) {
    // First: who closes says so before it looks for users.
    users.register();
    return begin(connecting).whenComplete((done, failure) -> users.arriveAndDeregister());
  }

  private <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> connecting) {
    if (closed) {
      return CompletableFuture.failedStage(new ClosedLinkException());
    }
    try {
      return connecting.get();
    } catch (RuntimeException e) {
      // Such as that a socket in the file system needs a transport that is not there.
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public void close() {
    endUse();
    if (cluster != null) {
      cluster.shutdown(Duration.ZERO, LinkOptions.TIMEOUT);
    }
    List.of(shared, owned, subscribed)
        .forEach(client -> client.shutdown(Duration.ZERO, LinkOptions.TIMEOUT));
    // Not for ever: in one of some thousand times Lettuce 7.7 never says that its threads have
    // ended.
    var unused =
        resources
            .shutdown(0, LinkOptions.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(LinkOptions.TIMEOUT.toMillis());
  }

  /**
   * Begins no connection any more, and waits for who is just about to connect or to send: Lettuce
   * would go on with that while its threads end, which Netty tells with stack traces.
   */
  private void endUse() {
    closed = true;
    int phase = users.arriveAndDeregister();
    try {
      users.awaitAdvanceInterruptibly(phase, LAST_USE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Most likely an address that does not answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
