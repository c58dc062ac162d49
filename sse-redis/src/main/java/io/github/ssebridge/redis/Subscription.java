package io.github.ssebridge.redis;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.FeedStatus.State;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one subscription that a node has of a channel or pattern, and the streams that read it.
 *
 * <p>Messages come on the event loop of the connection. The thread that looks after subscriptions
 * owns the rest; anybody may read the status.
 */
final class Subscription {

  private final Subject subject;
  private final CopyOnWriteArrayList<ChannelReader> readers = new CopyOnWriteArrayList<>();

  private @Nullable Lane lane;
  private Instant sentAt = Instant.EPOCH;
  private boolean standing;
  private int attempts;

  private volatile State state = State.STARTING;
  private volatile String detail = "";
  private final AtomicLong disconnects = new AtomicLong();
  private final AtomicLong killed = new AtomicLong();

  Subscription(Subject subject) {
    this.subject = subject;
  }

  Subject subject() {
    return subject;
  }

  void message(byte[] data) {
    for (ChannelReader reader : readers) {
      reader.message(data);
    }
  }

  void message(String channel, byte[] data) {
    for (ChannelReader reader : readers) {
      reader.message(channel, data);
    }
  }

  void add(ChannelReader reader) {
    readers.add(reader);
    if (standing) {
      reader.stands();
    }
  }

  /** Whether nobody reads any more. */
  boolean remove(ChannelReader reader) {
    readers.remove(reader);
    return readers.isEmpty();
  }

  /** Who sees to it; null while it waits for a place. */
  @Nullable Lane lane() {
    return lane;
  }

  void lane(@Nullable Lane newLane) {
    lane = newLane;
  }

  /** The command that subscribes is on its way. */
  void sent() {
    sentAt = Instant.now();
  }

  Instant sentAt() {
    return sentAt;
  }

  boolean isStanding() {
    return standing;
  }

  /** How often it has been tried since it last stood; each call is one time more. */
  int nextAttempt() {
    return attempts++;
  }

  void stands() {
    standing = true;
    attempts = 0;
    state = State.READING;
    detail = "";
    readers.forEach(ChannelReader::stands);
  }

  /** It does not stand any more, or more is missing than was known. */
  void lost(Instant since) {
    if (standing) {
      standing = false;
      disconnects.incrementAndGet();
    }
    readers.forEach(reader -> reader.lost(since));
  }

  void unreachable(String why) {
    state = State.UNREACHABLE;
    detail = why;
  }

  void refused(String why) {
    state = State.FAILING;
    detail = why;
  }

  void killed(long times) {
    killed.addAndGet(times);
  }

  FeedStatus status() {
    return new FeedStatus(
        state, detail, Map.of("disconnects", disconnects.get(), "killedByRedis", killed.get()));
  }
}
