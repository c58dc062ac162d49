package io.github.ssebridge.vertx;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a heartbeat on each connection that has been quiet for an interval. One timer for all;
 * confined to its event loop. A heartbeat is late by a tenth of the interval at most.
 */
final class Heartbeats {

  private final EventLoop eventLoop;
  private final long intervalNanos;
  private final List<SseConnection> connections = new ArrayList<>();
  private @Nullable Future<?> timer;

  Heartbeats(EventLoop eventLoop, Duration interval) {
    this.eventLoop = eventLoop;
    this.intervalNanos = interval.toNanos();
  }

  void add(SseConnection connection) {
    connection.seat(connections.size());
    connections.add(connection);
    if (timer == null) {
      long tick = intervalNanos / 10;
      timer = eventLoop.scheduleAtFixedRate(this::beat, tick, tick, TimeUnit.NANOSECONDS);
    }
  }

  void remove(SseConnection connection) {
    SseConnection last = connections.remove(connections.size() - 1);
    if (last != connection) {
      connections.set(connection.seat(), last);
      last.seat(connection.seat());
    }
    if (connections.isEmpty() && timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void beat() {
    long now = System.nanoTime();
    // Backwards, because a write that fails at once removes its connection.
    for (int i = connections.size() - 1; i >= 0; i--) {
      connections.get(i).heartbeatIfQuiet(now, intervalNanos);
    }
  }
}
