package io.github.ssebridge.vertx;

import io.github.ssebridge.ReaderLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.List;
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
  private final Map<Group, LoopConnections> connections = new HashMap<>();

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

  /** The connections of this event loop that count among those of a node, and share options. */
  LoopConnections connections(SseConnections of, SseHandlerOptions options) {
    Group group = new Group(of, options);
    return connections.computeIfAbsent(
        group,
        made -> new LoopConnections(eventLoop, of, options, () -> connections.remove(group)));
  }

  /** Sends all clients of an HTTP connection away that is to be shut down. */
  void shutDown(HttpConnection transport) {
    List.copyOf(connections.values()).forEach(group -> group.shutDown(transport));
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

  private record Group(SseConnections of, SseHandlerOptions options) {}
}
