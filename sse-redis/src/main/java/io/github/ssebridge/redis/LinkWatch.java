package io.github.ssebridge.redis;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line when the state of the subscriptions' connection changes, or of a channel on it,
 * and what to do about it. Its monitor guards it.
 */
final class LinkWatch {

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

  LinkWatch(String address) {
    this.address = address;
  }

  /** There is no connection yet, and this attempt has failed. */
  synchronized void unreachable(Throwable failure) {
    if (closing || state == State.UNREACHABLE || state == State.LOST) {
      return;
    }
    state = State.UNREACHABLE;
    if (Causes.isRefusal(failure)) {
      LOG.error(
          "Redis at {} refuses the login ({}): check user and password in the Redis uri; trying"
              + " again every second",
          address,
          Causes.text(failure));
    } else {
      LOG.warn(
          "no Redis answers at {} ({}): is it running, and is the Redis uri right? Browsers stay"
              + " connected; trying until it is there",
          address,
          Causes.text(failure));
    }
  }

  synchronized void refused(String channel, Throwable failure) {
    if (!closing && refusedChannels.add(channel)) {
      LOG.error(
          "Redis at {} refuses to subscribe channel '{}' ({}): check the user's rights (ACL) in the"
              + " Redis uri; trying again every second",
          address,
          channel,
          Causes.text(failure));
    }
  }

  synchronized void subscribed(String channel) {
    refusedChannels.remove(channel);
  }

  synchronized void closing() {
    closing = true;
  }

  synchronized void connected() {
    if (state != State.CONNECTED) {
      state = State.CONNECTED;
      LOG.info("connected to Redis at {}", address);
    }
  }

  synchronized void lost() {
    if (state == State.CONNECTED && !closing) {
      state = State.LOST;
      LOG.warn(
          "lost Redis at {}; browsers stay connected and will be told of the gap, trying until it"
              + " is back",
          address);
    }
  }
}
