package io.github.ssebridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The few replays of one stream that may be under way at once, and the clients that wait for one.
 *
 * <p>Its monitor guards all state and is held for moments only.
 */
final class Replays {

  private final String stream;
  private final ReplayableFeed feed;
  private final EventLog main;
  private final int most;
  private final LongSupplier nanoClock;
  private final Map<Object, long[]> waiting = new HashMap<>();
  private final List<Replay> running = new ArrayList<>();
  private long started;
  private boolean ended;

  Replays(String stream, ReplayableFeed feed, EventLog main, int most, LongSupplier nanoClock) {
    this.stream = stream;
    this.main = main;
    this.feed = feed;
    this.most = most;
    this.nanoClock = nanoClock;
  }

  ReplayableFeed feed() {
    return feed;
  }

  long nanoTime() {
    return nanoClock.getAsLong();
  }

  /** Those that wait, and are woken when it may be their turn. */
  Audiences waitingRoom() {
    return main.waiting();
  }

  /** Whether the stream's source is still the one of an era. */
  boolean isOf(SourceEra era) {
    return era.equals(main.era());
  }

  /** Whether somebody waits for a replay. */
  synchronized boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /** How many have been started. */
  synchronized long started() {
    return started;
  }

  /** How many run now. */
  synchronized int underWay() {
    return running.size();
  }

  /** How many clients wait for one. */
  synchronized int awaited() {
    return waiting.size();
  }

  /** A replay for a client at these positions; null if it must wait for its turn. */
  synchronized @Nullable Replay join(Object who, SourceEra era, long[] at) {
    waiting.put(who, at);
    Replay joined =
        running.stream().filter(replay -> replay.takes(era, at)).findFirst().orElse(null);
    if (joined == null && !ended && running.size() < most) {
      joined = start(era, at);
    }
    if (joined != null) {
      waiting.remove(who);
      joined.members++;
    }
    return joined;
  }

  /** A client has left a replay, which ends with its last one. */
  synchronized void leave(Replay replay) {
    replay.members--;
    if (replay.members == 0) {
      replay.end();
    }
  }

  /** A client no longer waits. */
  synchronized void giveUp(Object who) {
    waiting.remove(who);
  }

  /** Ends all replays, because the stream ends. */
  synchronized void end() {
    ended = true;
    running.forEach(Replay::end);
  }

  private Replay start(SourceEra era, long[] at) {
    long[] from = at.clone();
    for (long[] other : waiting.values()) {
      if (era.distance(from, other) + era.distance(other, from) <= Replay.NEAR) {
        from = lower(era.format(), from, other);
      }
    }
    LogOptions bounds = Replay.bounds(main.options().log().maxEventBytes());
    EventLog log = new EventLog(new StreamOptions(bounds, OverflowPolicy.GAP), nanoClock);
    Replay replay = new Replay(this, stream, era, from, log);
    running.add(replay);
    started++;
    Thread thread = new Thread(() -> run(replay), "sse-replay-" + stream);
    thread.setDaemon(true);
    thread.start();
    // Those that are near join it.
    waitingRoom().signal();
    return replay;
  }

  private void run(Replay replay) {
    try {
      feed.replay(replay);
    } finally {
      replay.end();
      synchronized (this) {
        running.remove(replay);
      }
      waitingRoom().signal();
    }
  }

  private static long[] lower(PositionFormat format, long[] one, long[] other) {
    long[] result = new long[Math.max(one.length, other.length)];
    for (int i = 0; i < result.length; i++) {
      long mine = SourceEra.position(one, i);
      long its = SourceEra.position(other, i);
      result[i] = format.includes(mine, its) ? its : mine;
    }
    return result;
  }
}
