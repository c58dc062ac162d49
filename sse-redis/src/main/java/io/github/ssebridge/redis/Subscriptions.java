package io.github.ssebridge.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All subscriptions of a node, on one connection. */
final class Subscriptions implements AutoCloseable {

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final LinkClients clients;
  private final LinkWatch watch;
  private final Map<String, List<ChannelReader>> readers = new ConcurrentHashMap<>();

  // Guarded by this; null until they are first needed.
  private boolean connecting;
  private @Nullable StatefulRedisPubSubConnection<String, byte[]> subscriptions;
  // The channels that Redis has confirmed on the connection as it is now; guarded by this.
  private final Set<String> live = new HashSet<>();
  private boolean closed;

  Subscriptions(LinkClients clients) {
    this.clients = clients;
    this.watch = new LinkWatch(clients.target().address());
  }

  @Override
  public synchronized void close() {
    closed = true;
    watch.closing();
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

  private synchronized void connectSubscriptions() {
    if (closed || connecting) {
      return;
    }
    connecting = true;
    var unused =
        clients
            .connectPubSub(CODEC, clients.target().first())
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

  private void retryConnecting() {
    later(this::connectAgain);
  }

  private synchronized void connectAgain() {
    connecting = false;
    connectSubscriptions();
  }

  private synchronized void subscribeAll(StatefulRedisPubSubConnection<String, byte[]> connection) {
    connection.addListener(new Dispatcher(connection));
    connection.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            lost();
          }
        });
    connecting = false;
    watch.connected();
    subscriptions = connection;
    readers.keySet().forEach(channel -> subscribe(connection, channel));
  }

  private synchronized void lost() {
    if (!closed) {
      live.clear();
      subscriptions = null;
      connecting = true;
      watch.lost();
      retryConnecting();
    }
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
                  if (failure instanceof RedisCommandExecutionException
                      && readers.containsKey(channel)) {
                    watch.refused(channel, failure);
                    later(() -> subscribe(connection, channel));
                  }
                });
  }

  private static void unsubscribe(
      StatefulRedisPubSubConnection<String, byte[]> connection, String channel) {
    var unused = connection.async().unsubscribe(channel);
  }

  private synchronized void later(Runnable task) {
    if (!closed) {
      var unused =
          clients
              .resources()
              .eventExecutorGroup()
              .schedule(task, LinkOptions.RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
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
      Subscriptions.this.subscribed(connection, channel);
    }

    @Override
    public void unsubscribed(String channel, long count) {
      Subscriptions.this.unsubscribed(channel);
    }
  }
}
