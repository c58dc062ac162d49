package io.github.ssebridge.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line when the state of the subscriptions' connection changes, or of a channel on it,
 * and what to do about it. Its monitor guards it.
 */
final class LinkWatch extends RedisConnectionStateAdapter {

  private enum State {
    NEW,
    UNREACHABLE,
    CONNECTED,
    LOST
  }

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final String address;
  private final Set<String> refusedChannels = new HashSet<>();
  private State state = State.NEW;
  private boolean closing;

  LinkWatch(RedisURI uri) {
    // Not the URI, which may hold a password.
    this.address =
        uri.getHost() == null
            ? "the socket or sentinels of the uri"
            : uri.getHost() + ":" + uri.getPort();
  }

  String address() {
    return address;
  }

  /** There is no connection yet, and this attempt has failed. */
  synchronized void unreachable(Throwable failure) {
    if (closing || state == State.UNREACHABLE) {
      return;
    }
    state = State.UNREACHABLE;
    Throwable cause = root(failure);
    if (cause instanceof RedisCommandExecutionException) {
      LOG.error(
          "Redis at {} refuses the login ({}): check user and password in the Redis uri; trying"
              + " again every second",
          address,
          cause.getMessage());
    } else {
      LOG.warn(
          "no Redis answers at {} ({}): is it running, and is the Redis uri right? Browsers stay"
              + " connected; trying until it is there",
          address,
          cause.getMessage());
    }
  }

  synchronized void refused(String channel, Throwable failure) {
    if (!closing && refusedChannels.add(channel)) {
      LOG.error(
          "Redis at {} refuses to subscribe channel '{}' ({}): check the user's rights (ACL) in the"
              + " Redis uri; trying again every second",
          address,
          channel,
          root(failure).getMessage());
    }
  }

  synchronized void subscribed(String channel) {
    refusedChannels.remove(channel);
  }

  synchronized void closing() {
    closing = true;
  }

  @Override
  public synchronized void onRedisConnected(
      RedisChannelHandler<?, ?> connection, SocketAddress socketAddress) {
    if (connection instanceof StatefulRedisPubSubConnection && state != State.CONNECTED) {
      state = State.CONNECTED;
      LOG.info("connected to Redis at {}", address);
    }
  }

  @Override
  public synchronized void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    if (connection instanceof StatefulRedisPubSubConnection
        && state == State.CONNECTED
        && !closing) {
      state = State.LOST;
      LOG.warn(
          "lost Redis at {}; browsers stay connected and will be told of the gap, trying until it"
              + " is back",
          address);
    }
  }

  static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
