package io.github.ssebridge.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node's link to one Redis: one connection for all its subscriptions, and one for commands.
 *
 * <p>Both are made when they are needed and come back by themselves, for ever. Safe for use by many
 * threads; nothing but {@link #close} blocks. To be closed after the hub that reads by it.
 */
public final class RedisLink implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;
  private final LinkWatch watch;
  private final Map<String, List<ChannelReader>> readers = new ConcurrentHashMap<>();

  // Guarded by this; null until they are first needed.
  private @Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>> commands;
  private boolean connecting;
  private @Nullable StatefulRedisPubSubConnection<String, byte[]> subscriptions;
  private boolean closed;

  private RedisLink(RedisURI uri) {
    this.uri = uri;
    this.resources =
        DefaultClientResources.builder()
            .reconnectDelay(
                () ->
                    Delay.exponential(Duration.ofMillis(50), RETRY_PAUSE, 2, TimeUnit.MILLISECONDS))
            .build();
    this.client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            // Whoever publishes while Redis is away is told at once, and nothing piles up.
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
            .build());
    this.watch = new LinkWatch(uri);
    client.addListener(watch);
  }

  /**
   * A link to the Redis of a URI, such as {@code redis://user:password@localhost:6379} or {@code
   * rediss://} for TLS. Does not connect yet.
   *
   * @throws IllegalArgumentException if the URI cannot be read
   */
  public static RedisLink create(String uri) {
    try {
      RedisURI parsed = RedisURI.create(uri);
      parsed.setTimeout(CONNECT_TIMEOUT);
      return new RedisLink(parsed);
    } catch (IllegalArgumentException e) {
      // The URI itself may hold a password, so it is not repeated.
      throw new IllegalArgumentException(
          "the Redis uri cannot be read: it must look like redis://localhost:6379", e);
    }
  }

  /** Begins to read a channel, also if Redis is not there yet. */
  synchronized void subscribe(ChannelReader reader) {
    List<ChannelReader> all =
        readers.computeIfAbsent(reader.channel(), channel -> new CopyOnWriteArrayList<>());
    boolean first = all.isEmpty();
    all.add(reader);
    if (subscriptions == null) {
      connectSubscriptions();
    } else if (first) {
      subscribe(subscriptions, reader.channel());
    } else if (all.get(0).isSubscribed()) {
      reader.subscribed();
    }
  }

  /** Ends what {@link #subscribe} began. */
  synchronized void unsubscribe(ChannelReader reader) {
    String channel = reader.channel();
    List<ChannelReader> all = readers.getOrDefault(channel, List.of());
    all.remove(reader);
    if (all.isEmpty()) {
      readers.remove(channel);
      if (subscriptions != null) {
        unsubscribe(subscriptions, channel);
      }
    }
  }

  /** Publishes into a channel; fails at once if Redis is out of reach. */
  CompletionStage<Void> publish(String channel, byte[] payload) {
    return commands()
        .thenCompose(connection -> connection.async().publish(channel, payload))
        .<Void>thenApply(receivers -> null)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedStage(
                    new IllegalStateException(
                        "Redis at " + watch.address() + " is out of reach; try again", failure)));
  }

  /** Closes both connections. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    watch.closing();
    client.shutdown(Duration.ZERO, CONNECT_TIMEOUT);
    resources.shutdown(0, CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private synchronized CompletionStage<StatefulRedisConnection<String, byte[]>> commands() {
    if (closed) {
      return CompletableFuture.failedStage(new IllegalStateException("the link is closed"));
    }
    if (commands == null || commands.isCompletedExceptionally()) {
      commands = client.connectAsync(CODEC, uri).toCompletableFuture();
    }
    return commands;
  }

  private synchronized void connectSubscriptions() {
    if (closed || connecting) {
      return;
    }
    connecting = true;
    var unused =
        client
            .connectPubSubAsync(CODEC, uri)
            .whenComplete(
                (connection, failure) -> {
                  if (connection != null) {
                    subscribeAll(connection);
                  } else {
                    watch.unreachable(failure);
                    retryConnecting();
                  }
                });
  }

  private synchronized void retryConnecting() {
    connecting = false;
    later(this::connectSubscriptions);
  }

  private synchronized void subscribeAll(StatefulRedisPubSubConnection<String, byte[]> connection) {
    connection.addListener(new Dispatcher(connection));
    subscriptions = connection;
    readers.keySet().forEach(channel -> subscribe(connection, channel));
  }

  private void subscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String channel) {
    var unused =
        connection
            .async()
            .subscribe(channel)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && readers.containsKey(channel)) {
                    watch.refused(channel, failure);
                    later(() -> subscribe(connection, channel));
                  }
                });
  }

  private static void unsubscribe(
      StatefulRedisPubSubConnection<String, byte[]> connection, String channel) {
    // If the connection is away just now this fails; Lettuce then subscribes again when it is back,
    // and the dispatcher finds that nobody reads.
    var unused = connection.async().unsubscribe(channel);
  }

  private synchronized void later(Runnable task) {
    if (!closed) {
      var unused =
          resources
              .eventExecutorGroup()
              .schedule(task, RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Called by Lettuce on the connection's event loop: hands over and returns. */
  private final class Dispatcher extends RedisPubSubAdapter<String, byte[]> {

    private final StatefulRedisPubSubConnection<String, byte[]> connection;

    Dispatcher(StatefulRedisPubSubConnection<String, byte[]> connection) {
      this.connection = connection;
    }

    @Override
    public void message(String channel, byte[] message) {
      readers.getOrDefault(channel, List.of()).forEach(reader -> reader.message(message));
    }

    @Override
    public void subscribed(String channel, long count) {
      List<ChannelReader> all = readers.get(channel);
      if (all == null) {
        unsubscribe(connection, channel);
      } else {
        all.forEach(ChannelReader::subscribed);
      }
    }
  }
}
