package io.github.ssebridge.vertx;

import io.netty.channel.EventLoop;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop that share their options: sends a heartbeat on each that has
 * been quiet for an interval, and ends those that have been stalled for too long. One timer for
 * all, late by two tenths of the shorter time at most. Confined to its event loop.
 */
final class LoopConnections {

  // What is done in a row before the event loop may do other work.
  private static final int MAX_BEATS = 64;
  private static final int MAX_LOOKS = 4096;

  private final EventLoop eventLoop;
  private final SseConnections connections;
  private final SseHandlerOptions options;
  private final Runnable emptied;
  private final List<EventResponse> responses = new ArrayList<>();
  private @Nullable Future<?> timer;

  // A round visits every connection once, the last one first.
  private int leftInRound;

  /**
   * None yet.
   *
   * @param emptied what to do when there is none any more
   */
  LoopConnections(
      EventLoop eventLoop,
      SseConnections connections,
      SseHandlerOptions options,
      Runnable emptied) {
    this.eventLoop = eventLoop;
    this.connections = connections;
    this.options = options;
    this.emptied = emptied;
    connections.add(this);
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  SseConnections connections() {
    return connections;
  }

  SseHandlerOptions options() {
    return options;
  }

  void add(EventResponse response) {
    assert eventLoop.inEventLoop() : "not on the event loop";
    response.sit(responses.size());
    responses.add(response);
    if (timer == null) {
      long interval = Math.min(options.heartbeat().toNanos(), options.stallTimeout().toNanos());
      long tick = interval / 10;
      timer = eventLoop.scheduleAtFixedRate(this::beginRound, tick, tick, TimeUnit.NANOSECONDS);
    }
  }

  void remove(EventResponse response) {
    assert eventLoop.inEventLoop() : "not on the event loop";
    EventResponse last = responses.remove(responses.size() - 1);
    if (!last.equals(response)) {
      responses.set(response.seat(), last);
      last.sit(response.seat());
    }
    if (responses.isEmpty() && timer != null) {
      timer.cancel(false);
      timer = null;
      connections.remove(this);
      emptied.run();
    }
  }

  /** Sends all clients of an HTTP connection away that is to be shut down. */
  void shutDown(HttpConnection transport) {
    for (int i = responses.size() - 1; i >= 0; i = Math.min(i, responses.size()) - 1) {
      if (responses.get(i).isCarriedBy(transport)) {
        responses.get(i).goAway(Departure.DRAINING);
      }
    }
  }

  /** Sends all clients away, evenly over a time. Safe for use by any thread. */
  io.vertx.core.Future<Void> drain(Duration over) {
    Promise<Void> drained = Promise.promise();
    try {
      eventLoop.execute(() -> new LoopDrain(eventLoop, responses, over, drained).begin());
    } catch (RejectedExecutionException stopped) {
      drained.complete();
    }
    return drained.future();
  }

  private void beginRound() {
    if (leftInRound == 0) {
      leftInRound = responses.size();
      beat();
    }
  }

  private void beat() {
    long now = System.nanoTime();
    int beats = 0;
    // Connections may have left since, and every beat may make one leave.
    leftInRound = Math.min(leftInRound, responses.size());
    for (int looks = 0; leftInRound > 0 && looks < MAX_LOOKS && beats < MAX_BEATS; looks++) {
      leftInRound--;
      if (responses.get(leftInRound).beat(now)) {
        beats++;
      }
      leftInRound = Math.min(leftInRound, responses.size());
    }
    if (leftInRound > 0) {
      var unused = eventLoop.schedule(this::beat, 0, TimeUnit.NANOSECONDS);
    }
  }
}
