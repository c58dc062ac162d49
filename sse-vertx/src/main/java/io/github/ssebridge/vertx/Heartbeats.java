package io.github.ssebridge.vertx;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a heartbeat on each connection that has been quiet for an interval, and ends those that
 * have been stalled for too long. One timer for all; confined to its event loop. It is late by two
 * tenths of the shorter time at most.
 */
final class Heartbeats {

  // What is done in a row before the event loop may do other work.
  private static final int MAX_BEATS = 64;
  private static final int MAX_LOOKS = 4096;

  private final EventLoop eventLoop;
  private final long intervalNanos;
  private final long stallNanos;
  private final List<SseConnection> connections = new ArrayList<>();
  private @Nullable Future<?> timer;

  // A round visits every connection once, the last one first.
  private int leftInRound;

  Heartbeats(EventLoop eventLoop, Duration interval, Duration stallTimeout) {
    this.eventLoop = eventLoop;
    this.intervalNanos = interval.toNanos();
    this.stallNanos = stallTimeout.toNanos();
  }

  void add(SseConnection connection) {
    connection.seat(connections.size());
    connections.add(connection);
    if (timer == null) {
      long tick = Math.min(intervalNanos, stallNanos) / 10;
      timer = eventLoop.scheduleAtFixedRate(this::beginRound, tick, tick, TimeUnit.NANOSECONDS);
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

  private void beginRound() {
    if (leftInRound == 0) {
      leftInRound = connections.size();
      beat();
    }
  }

  private void beat() {
    long now = System.nanoTime();
    int beats = 0;
    // Connections may have left since, and every beat may make one leave.
    leftInRound = Math.min(leftInRound, connections.size());
    for (int looks = 0; leftInRound > 0 && looks < MAX_LOOKS && beats < MAX_BEATS; looks++) {
      leftInRound--;
      if (connections.get(leftInRound).beat(now, intervalNanos, stallNanos)) {
        beats++;
      }
      leftInRound = Math.min(leftInRound, connections.size());
    }
    if (leftInRound > 0) {
      var unused = eventLoop.schedule(this::beat, 0, TimeUnit.NANOSECONDS);
    }
  }
}
