package io.github.ssebridge.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final int MAX_COMMANDS = 1024;

  // A connection that was dropped without a word is found within half a minute, not in hours.
  private static final KeepAliveOptions KEEP_ALIVE =
      KeepAliveOptions.builder()
          .enable()
          .idle(Duration.ofSeconds(15))
          .interval(Duration.ofSeconds(5))
          .count(3)
          .build();

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
  // The channels that Redis has confirmed on the connection as it is now; guarded by this.
  private final Set<String> live = new HashSet<>();
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
                SocketOptions.builder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .keepAlive(KEEP_ALIVE)
                    .build())
            .requestQueueSize(MAX_COMMANDS)
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
    RedisURI parsed = parse(uri);
    parsed.setTimeout(CONNECT_TIMEOUT);
    return new RedisLink(parsed);
  }

  private static RedisURI parse(String uri) {
    try {
      RedisURI parsed = RedisURI.create(uri);
      if (namesAServer(parsed)) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      // Said below: neither the URI nor this exception is repeated, which may hold a password.
    }
    throw new IllegalArgumentException(
        "the Redis uri cannot be read: it must look like redis://localhost:6379 or"
            + " redis://user:password@localhost:6379, with a number as the port,"
            + " without _ in the host, and with %-escapes in the password");
  }

  private static boolean namesAServer(RedisURI uri) {
    String host = uri.getHost();
    if (host == null) {
      return uri.getSocket() != null || !uri.getSentinels().isEmpty();
    }
    // With a port that is no number, or a _ in the host, Lettuce takes "localhost:port" for it.
    return host.indexOf(':') < 0
        || host.startsWith("[")
        || host.indexOf(':') < host.lastIndexOf(':');
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
    } else if (live.contains(reader.channel())) {
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
      live.remove(channel);
      if (subscriptions != null) {
        unsubscribe(subscriptions, channel);
      }
    }
  }

  /** Publishes into a channel; fails at once if Redis is out of reach or refuses. */
  CompletionStage<Void> publish(String channel, byte[] payload) {
    return commands()
        .thenCompose(connection -> connection.async().publish(channel, payload))
        .<Void>thenApply(receivers -> null)
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(notPublished(failure)));
  }

  private IllegalStateException notPublished(Throwable failure) {
    Throwable cause = LinkWatch.root(failure);
    String message =
        cause instanceof RedisCommandExecutionException
            ? "Redis at %s refuses to publish (%s): check the user's rights (ACL) in the Redis uri"
                .formatted(watch.address(), cause.getMessage())
            : "Redis at %s is out of reach (%s); try again"
                .formatted(watch.address(), cause.getMessage());
    return new IllegalStateException(message, cause);
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
        connectPubSub()
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

  private CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> connectPubSub() {
    try {
      return client.connectPubSubAsync(CODEC, uri);
    } catch (RuntimeException e) {
      // Such as that a socket in the file system needs a transport that is not there.
      return CompletableFuture.failedStage(e);
    }
  }

  private synchronized void retryConnecting() {
    connecting = false;
    later(this::connectSubscriptions);
  }

  private synchronized void subscribeAll(StatefulRedisPubSubConnection<String, byte[]> connection) {
    connection.addListener(new Dispatcher(connection));
    connection.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            forgetLive();
          }
        });
    subscriptions = connection;
    readers.keySet().forEach(channel -> subscribe(connection, channel));
  }

  private synchronized void forgetLive() {
    live.clear();
  }

  private synchronized void subscribed(
      StatefulRedisPubSubConnection<String, byte[]> connection, String channel) {
    List<ChannelReader> all = readers.get(channel);
    if (all == null) {
      unsubscribe(connection, channel);
    } else if (live.add(channel)) {
      watch.subscribed(channel);
      all.forEach(ChannelReader::subscribed);
    }
  }

  private synchronized void unsubscribed(String channel) {
    live.remove(channel);
  }

  private void subscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String channel) {
    var unused =
        connection
            .async()
            .subscribe(channel)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && readers.containsKey(channel)) {
                    if (failure instanceof RedisCommandExecutionException) {
                      watch.refused(channel, failure);
                    }
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
      RedisLink.this.subscribed(connection, channel);
    }

    @Override
    public void unsubscribed(String channel, long count) {
      RedisLink.this.unsubscribed(channel);
    }
  }
}
