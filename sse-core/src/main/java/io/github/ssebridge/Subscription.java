package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client's reading of one stream: everything that its connection must write, in order.
 *
 * <p>That is {@code sse:open}, then the events of the log, and an {@code sse:gap} before the first
 * event after any that the client does not get. Confined to the thread of its {@link ReaderLoop}.
 */
public final class Subscription {

  private final HubStream stream;
  private final EventLog log;
  private final Audience audience;
  private final Subscriber subscriber;
  private final Duration retry;
  private final Cursor cursor;
  private final boolean resumed;

  private boolean greeted;
  private boolean closed;
  private @Nullable Gap gap;
  private int seat;

  Subscription(
      HubStream stream,
      EventLog log,
      @Nullable String lastEventId,
      Duration retry,
      ReaderLoop loop,
      Subscriber subscriber) {
    this.stream = stream;
    this.log = log;
    this.subscriber = subscriber;
    this.retry = retry;
    // First the seat, then the position: what is appended in between is both signalled and read.
    this.audience = log.audience(loop);
    this.audience.add(this);
    EventLog.Resume from = log.resume(lastEventId);
    this.cursor = new Cursor(log, from.next());
    this.resumed = from.resumed();
    this.gap = from.gap();
    if (log.isEnded()) {
      // The hub was closed meanwhile, and may have told its readers before this one was seated.
      audience.signal();
    }
  }

  /**
   * The next bytes to write, always whole blocks: null if there is nothing now.
   *
   * <p>The bytes of events are the log's own memory, shared with every other client, and must not
   * be written to.
   *
   * @param maxBytes the most bytes wanted, passed only by a single event that is longer
   */
  public @Nullable ByteBuffer poll(int maxBytes) {
    if (closed) {
      return null;
    }
    if (!greeted) {
      if (!log.isOpened()) {
        return null;
      }
      greeted = true;
      return ByteBuffer.wrap(SseEncoder.encode(greeting()));
    }
    if (gap == null && cursor.isLapped()) {
      gap = cursor.skipToOldest();
    }
    if (gap != null) {
      ServerSentEvent told = ControlEvents.gap(stream.name(), gap, null).withId(position());
      gap = null;
      return ByteBuffer.wrap(SseEncoder.encode(told));
    }
    return cursor.poll(maxBytes);
  }

  /** Ends the subscription; further calls do nothing. */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    audience.remove(this);
    stream.leave(log, audience);
  }

  void wake() {
    // Asked first, so that whatever was appended before the end is still read.
    boolean ended = log.isEnded();
    try {
      subscriber.wake();
      if (ended && !closed) {
        subscriber.end();
      }
    } catch (RuntimeException fault) {
      // A faulty subscriber must not keep the others of its thread from being woken.
      close();
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
    }
  }

  int seat() {
    return seat;
  }

  void seat(int newSeat) {
    seat = newSeat;
  }

  private ServerSentEvent greeting() {
    String position = gap == null ? position() : log.positionBefore(gap);
    return ControlEvents.open(stream.name(), stream.node(), resumed, position).withRetry(retry);
  }

  private String position() {
    return log.positionBefore(cursor.next());
  }
}
