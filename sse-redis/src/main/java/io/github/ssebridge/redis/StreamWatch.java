package io.github.ssebridge.redis;

import io.github.ssebridge.FeedStatus;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once, in one line, when the state of a stream's feed changes, and what to do about it.
 * Confined to the thread that reads the stream, but for {@link #status} and {@link #replayFailed}.
 */
final class StreamWatch {

  private static final Logger LOG = LoggerFactory.getLogger(RedisStreamFeed.class);

  private final String stream;
  private final String key;
  private final String address;
  private final AtomicBoolean isReplayFailureSaid = new AtomicBoolean();
  private String said = "";
  private boolean everRead;
  private long entries;
  private long lost;

  // For any thread.
  private volatile FeedStatus.State state = FeedStatus.State.STARTING;
  private volatile String detail = "";
  private volatile long entriesRead;
  private volatile long entriesLost;

  StreamWatch(String stream, String key, String address) {
    this.stream = stream;
    this.key = key;
    this.address = address;
  }

  /** How the feed is; for any thread. */
  FeedStatus status(long unreadable) {
    Map<String, Long> figures =
        Map.of("entries", entriesRead, "missing", entriesLost, "unreadable", unreadable);
    return new FeedStatus(state, detail, figures);
  }

  void read(int count) {
    entries += count;
    entriesRead = entries;
  }

  /** Entries were removed before they could be read; one at least if nobody knows how many. */
  void missing(long count) {
    lost += Math.max(1, count);
    entriesLost = lost;
    LOG.warn(
        "stream '{}': {} of '{}' were removed before they were read; told the browsers (trim the"
            + " stream less if that happens often)",
        stream,
        count == StreamInfo.UNKNOWN ? "entries" : count + " entries",
        key);
  }

  void replaced() {
    LOG.warn(
        "stream '{}': '{}' is not the Redis stream that it was: it was deleted or Redis lost it;"
            + " told the browsers, reading it from its beginning",
        stream,
        key);
  }

  void cut() {
    LOG.warn(
        "stream '{}': Redis has lost the end of '{}', as when it falls back to an older copy; told"
            + " the browsers, going on with what is added",
        stream,
        key);
  }

  void reading() {
    if (changedTo("reading")) {
      detail = "Redis stream '%s' at %s".formatted(key, address);
      state = FeedStatus.State.READING;
      LOG.info(
          "stream '{}': {} Redis stream '{}' at {}",
          stream,
          everRead ? "again reading" : "reading",
          key,
          address);
      everRead = true;
    }
  }

  void failed(Throwable failure) {
    Throwable cause = Causes.root(failure);
    String why = Causes.text(failure);
    if (isRefused(failure)) {
      refused(why);
    } else if (cause instanceof RedisException || cause instanceof IOException) {
      unreachable(why);
    } else if (cause instanceof ClosedLinkException) {
      closed(why);
    } else {
      unexpected(failure);
    }
  }

  /** Clients that come back late must wait; said once, since the reader may be well. */
  void replayFailed(RuntimeException failure) {
    if (isRefused(failure) && isReplayFailureSaid.compareAndSet(false, true)) {
      LOG.error(
          "stream '{}': cannot read '{}' again for clients that come back ({}): check the user's"
              + " rights (ACL) to XRANGE and XINFO; trying again, without another line",
          stream,
          key,
          Causes.text(failure));
    }
  }

  private static boolean isRefused(Throwable failure) {
    return Causes.isRefusal(failure) && !Causes.passes(failure);
  }

  private void unreachable(String why) {
    state = FeedStatus.State.UNREACHABLE;
    detail = "no Redis answers at %s".formatted(address);
    if (changedTo("unreachable")) {
      LOG.warn(
          "stream '{}': no Redis answers at {} ({}): is it running, and is the Redis uri right?"
              + " Browsers stay connected; trying until it is there",
          stream,
          address,
          why);
    }
  }

  private void closed(String why) {
    if (failing(why)) {
      LOG.warn(
          "stream '{}': the link to Redis at {} is closed, so '{}' is read no further; close the hub"
              + " before the links that it reads by",
          stream,
          address,
          key);
    }
  }

  /** A mistake of ours, or what a machine does that has no memory left. */
  private void unexpected(Throwable failure) {
    if (failing(Causes.text(failure))) {
      LOG.error(
          "stream '{}': reading '{}' at {} has failed in a way that it should not; trying again"
              + " every second",
          stream,
          key,
          address,
          failure);
    }
  }

  /** Whether that is news. */
  private boolean failing(String why) {
    state = FeedStatus.State.FAILING;
    detail = "cannot read '%s': %s".formatted(key, why);
    return changedTo(detail);
  }

  private void refused(String why) {
    if (failing(why)) {
      LOG.error(
          "stream '{}': cannot read '{}' at {} ({}): check the user and its rights (ACL) in the Redis"
              + " uri, and that the key is a stream; trying again every second",
          stream,
          key,
          address,
          why);
    }
  }

  private boolean changedTo(String newState) {
    boolean changed = !said.equals(newState);
    said = newState;
    return changed;
  }
}
