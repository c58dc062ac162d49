package io.github.ssebridge.vertx;

import io.github.ssebridge.ReaderLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What all connections of one event loop share: one signal for each burst of events, and one timer
 * for each heartbeat interval. Confined to its event loop.
 */
final class EventLoopReaders {

  private static final FastThreadLocal<EventLoopReaders> CURRENT = new FastThreadLocal<>();

  private final EventLoop eventLoop;
  private final ReaderLoop readerLoop;
  private final Map<Duration, Heartbeats> heartbeats = new HashMap<>();

  private EventLoopReaders(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
    this.readerLoop = ReaderLoop.on(eventLoop);
  }

  /** Those of the event loop that calls. */
  static EventLoopReaders of(EventLoop eventLoop) {
    assert eventLoop.inEventLoop() : "not on the event loop";
    EventLoopReaders current = CURRENT.get();
    if (current == null) {
      current = new EventLoopReaders(eventLoop);
      CURRENT.set(current);
    }
    return current;
  }

  ReaderLoop readerLoop() {
    return readerLoop;
  }

  Heartbeats heartbeats(Duration interval) {
    return heartbeats.computeIfAbsent(interval, i -> new Heartbeats(eventLoop, i));
  }
}
