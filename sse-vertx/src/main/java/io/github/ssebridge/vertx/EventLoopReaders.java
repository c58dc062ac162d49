package io.github.ssebridge.vertx;

import io.github.ssebridge.ReaderLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What all connections of one event loop share: one signal for each burst of events, and one timer
 * for each kind of route. Confined to its event loop.
 */
final class EventLoopReaders {

  private static final FastThreadLocal<EventLoopReaders> CURRENT = new FastThreadLocal<>();

  private final EventLoop eventLoop;
  private final ReaderLoop readerLoop;
  private final Map<SseHandlerOptions, Heartbeats> heartbeats = new HashMap<>();

  private EventLoopReaders(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
    this.readerLoop = ReaderLoop.on(this::execute);
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

  Heartbeats heartbeats(SseHandlerOptions options) {
    return heartbeats.computeIfAbsent(
        options, o -> new Heartbeats(eventLoop, o.heartbeat(), o.stallTimeout()));
  }

  private void execute(Runnable turn) {
    if (eventLoop.inEventLoop()) {
      // Netty runs tasks that tasks add for up to a second before it looks at its sockets again;
      // one that is scheduled waits until it has looked.
      var unused = eventLoop.schedule(turn, 0, TimeUnit.NANOSECONDS);
    } else {
      eventLoop.execute(turn);
    }
  }
}
