package io.github.ssebridge.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisURI;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once, in one line, when the link's state changes, and what to do about it. Its monitor
 * guards it.
 */
final class LinkWatch extends RedisConnectionStateAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final String address;
  private String said = "";
  private boolean closing;

  LinkWatch(RedisURI uri) {
    // Not the URI, which may hold a password.
    this.address =
        uri.getHost() == null ? "the sentinels of the uri" : uri.getHost() + ":" + uri.getPort();
  }

  String address() {
    return address;
  }

  synchronized void unreachable(Throwable failure) {
    if (changedTo("unreachable")) {
      LOG.warn(
          "no Redis answers at {} ({}): is it running, and is the Redis uri right? Browsers stay"
              + " connected; trying until it is there",
          address,
          root(failure).getMessage());
    }
  }

  synchronized void refused(String channel, Throwable failure) {
    if (changedTo("refused " + channel)) {
      LOG.error(
          "Redis at {} refuses to subscribe channel '{}' ({}): check the user's rights (ACL) in the"
              + " Redis uri; trying again every second",
          address,
          channel,
          root(failure).getMessage());
    }
  }

  synchronized void closing() {
    closing = true;
  }

  @Override
  public synchronized void onRedisConnected(
      RedisChannelHandler<?, ?> connection, SocketAddress socketAddress) {
    if (changedTo("connected")) {
      LOG.info("connected to Redis at {}", address);
    }
  }

  @Override
  public synchronized void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    if (!closing && changedTo("lost")) {
      LOG.warn(
          "lost Redis at {}; browsers stay connected and will be told of the gap, trying until it"
              + " is back",
          address);
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private boolean changedTo(String state) {
    boolean changed = !said.equals(state);
    said = state;
    return changed;
  }
}
