package io.github.ssebridge.redis;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line when the state of a connection for subscriptions changes, or of a channel on it,
 * and what to do about it. The thread that looks after subscriptions owns it.
 */
final class LinkWatch {

  private enum State {
    NEW,
    UNREACHABLE,
    REFUSED,
    CONNECTED,
    LOST
  }

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final String address;
  private final Set<Subject> refused = new HashSet<>();
  private State state = State.NEW;
  private boolean closing;

  LinkWatch(String address) {
    this.address = address;
  }

  /** There is no connection, and this attempt has failed. */
  void unreachable(Throwable failure) {
    if (closing || state == State.REFUSED) {
      return;
    }
    if (Causes.isMissingRight(failure)) {
      state = State.REFUSED;
      LOG.error(
          "Redis at {} refuses the login ({}): check user and password in the Redis uri; trying"
              + " again every second",
          address,
          Causes.text(failure));
    } else if (state == State.NEW && Causes.isRefusal(failure)) {
      state = State.UNREACHABLE;
      LOG.warn(
          "Redis at {} is not ready ({}). Browsers stay connected; trying until it is",
          address,
          Causes.text(failure));
    } else if (state == State.NEW) {
      state = State.UNREACHABLE;
      LOG.warn(
          "no Redis answers at {} ({}): is it running, and is the Redis uri right? Browsers stay"
              + " connected; trying until it is there",
          address,
          Causes.text(failure));
    }
  }

  /** It has answered a question at least: when it does not again, that is news. */
  void answered() {
    if (state == State.UNREACHABLE) {
      state = State.NEW;
    }
  }

  void refused(Subject subject, Throwable failure) {
    if (!closing && refused.add(subject)) {
      LOG.error(
          "Redis at {} refuses to subscribe {} ({}): check the user's rights (ACL) in the Redis"
              + " uri; trying again every second",
          address,
          subject,
          Causes.text(failure));
    }
  }

  /** The subject is subscribed, or nobody wants it any more. */
  void forget(Subject subject) {
    refused.remove(subject);
  }

  /**
   * There is a connection.
   *
   * @param kills how many connections Redis has closed, since it last said, for being too slow
   */
  void connected(long kills) {
    if (closing || state == State.CONNECTED) {
      return;
    }
    state = State.CONNECTED;
    if (kills > 0) {
      LOG.warn(
          "connected to Redis at {} again, which had closed the connection since messages came"
              + " faster than this node took them (client-output-buffer-limit pubsub, {} in all);"
              + " raise that limit, or read fewer channels on one node",
          address,
          kills);
    } else {
      LOG.info("connected to Redis at {}", address);
    }
  }

  /**
   * The connection is lost.
   *
   * @param silentSeconds how long no answer had come
   */
  void lost(long silentSeconds) {
    if (closing || state != State.CONNECTED) {
      return;
    }
    state = State.LOST;
    LOG.warn(
        "lost Redis at {}{}; browsers stay connected and will be told of the gap, trying until it"
            + " is back",
        address,
        silentSeconds > 2 ? ", which has not answered for " + silentSeconds + " s" : "");
  }

  /** Sentinel names another server than the one that there is a connection to. */
  void replaced() {
    if (closing || state != State.CONNECTED) {
      return;
    }
    state = State.LOST;
    LOG.warn(
        "the master has changed, say {}; browsers stay connected and will be told of the gap,"
            + " connecting to the new one",
        address);
  }

  void closing() {
    closing = true;
  }

  String why(Throwable failure) {
    String what =
        Causes.isMissingRight(failure)
            ? "Redis at %s refuses the login (%s)"
            : Causes.isRefusal(failure)
                ? "Redis at %s is not ready (%s)"
                : "no Redis answers at %s (%s)";
    return what.formatted(address, Causes.text(failure));
  }

  String whyLost() {
    return "lost Redis at " + address;
  }

  String whyReplaced() {
    return "the master has changed, say " + address;
  }

  String whyRefused(Subject subject, Throwable failure) {
    return "Redis at %s refuses to subscribe %s (%s)"
        .formatted(address, subject, Causes.text(failure));
  }

  String whyMoved(Subject subject) {
    return "%s has left the node at %s".formatted(subject, address);
  }
}
