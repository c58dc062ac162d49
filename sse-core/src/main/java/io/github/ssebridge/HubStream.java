package io.github.ssebridge;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a hub: its feed, and its log while the feed is open. Its monitor guards all state
 * and is held for moments only.
 */
final class HubStream {

  private final String name;
  private final EventFeed feed;
  private final HubOptions hub;
  private final StreamOptions options;
  private final LongSupplier nanoClock;
  private final StreamTally tally = new StreamTally();
  private final Deliveries deliveries = new Deliveries();
  private final ScheduledExecutorService timer;
  private final boolean lingers;

  private @Nullable EventLog log;
  private @Nullable LogWriter writer;
  private @Nullable Replays replays;
  private @Nullable Future<?> closing;
  private int subscribers;
  private long joins;

  // What closed logs have been given.
  private LogTotals closedLogs = LogTotals.NOTHING;
  private boolean ended;

  // Set once, when nothing can be appended any more.
  private volatile @Nullable String endReason;

  HubStream(
      String name,
      EventFeed feed,
      HubOptions hub,
      StreamOptions options,
      ScheduledExecutorService timer,
      LongSupplier nanoClock) {
    this.name = name;
    this.feed = feed;
    this.hub = hub;
    this.options = options;
    this.timer = timer;
    this.nanoClock = nanoClock;
    // What is published into memory has no other place: its log stays.
    this.lingers = !(feed instanceof MemoryFeed);
  }

  String name() {
    return name;
  }

  String node() {
    return hub.node();
  }

  OverflowPolicy overflow() {
    return options.overflow();
  }

  StreamTally tally() {
    return tally;
  }

  /**
   * The reconnection time of one client: not that of the others, so that they do not come at once.
   */
  Duration retry() {
    long millis = hub.retry().toMillis();
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  EventFeed feed() {
    return feed;
  }

  StreamReader join(StreamSelection selection, @Nullable String lastEventId, Subscription reader) {
    EventLog joined = join();
    LoopDeliveries handed = deliveries.join(reader.loop());
    try {
      return new StreamReader(this, joined, replays(), handed, selection, lastEventId, reader);
    } catch (RuntimeException | Error e) {
      leave(handed);
      throw e;
    }
  }

  /** Opens the feed ahead of the first subscriber; closes it again if none comes. */
  synchronized void open() {
    if (log == null && !ended) {
      openLog();
      closeLater();
    }
  }

  synchronized int subscribers() {
    return subscribers;
  }

  synchronized int seated() {
    return log == null ? 0 : log.audiences().size() + log.views().size() + log.waiting().size();
  }

  /** What the stream has done so far. */
  synchronized StreamCounters counters() {
    LogTotals logs = closedLogs.plus(openLogTotals());
    return new StreamCounters(
        new StreamCounters.Appended(
            logs.appended().events(), logs.appended().bytes(), tally.announced(), logs.encoding()),
        deliveries.sum(),
        tally.begun(),
        tally.missed(),
        new StreamCounters.Replayed(
            logs.replays(),
            replays == null ? 0 : replays.underWay(),
            replays == null ? 0 : replays.awaited()));
  }

  private LogTotals openLogTotals() {
    return new LogTotals(
        log == null ? LogTotals.NOTHING.appended() : log.extent(),
        writer == null ? SampledTime.NONE : writer.encoding(),
        replays == null ? 0 : replays.started());
  }

  /** A reader is gone; called on the thread of its loop. */
  synchronized void leave(LoopDeliveries handed) {
    deliveries.leave(handed);
    subscribers--;
    if (subscribers == 0 && !ended && !isFinished()) {
      closeLater();
    }
  }

  /** Whether nothing will come any more, although the hub is open. */
  boolean isFinished() {
    return endReason != null;
  }

  /** Why the stream is finished; empty if it is not. */
  String endReason() {
    return Objects.requireNonNullElse(endReason, "");
  }

  /** Ends the feed for good; what the log has stays for those who come back. */
  synchronized void finish(String reason) {
    if (feed instanceof ReplayableFeed) {
      throw new UnsupportedOperationException(
          "the source of the stream '%s' keeps its events, and other nodes read it: it cannot be finished here"
              .formatted(name));
    }
    if (ended || isFinished()) {
      return;
    }
    EventLog last = log != null ? log : new EventLog(options, nanoClock);
    if (writer != null) {
      writer.close();
      feed.stop();
      // The log stays, and is counted as long as it does.
      closedLogs = closedLogs.plus(LogTotals.ofEncoding(writer.encoding()));
    }
    writer = null;
    log = last;
    endReason = reason;
    last.open();
    last.signal();
  }

  synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    EventLog last = log;
    try {
      closeFeed();
    } finally {
      if (last != null) {
        last.end();
      }
    }
  }

  private synchronized @Nullable Replays replays() {
    return replays;
  }

  private synchronized EventLog join() {
    if (ended) {
      throw new IllegalStateException("the hub is closed");
    }
    if (closing != null) {
      closing.cancel(false);
      closing = null;
    }
    EventLog joined = log != null ? log : openLog();
    subscribers++;
    joins++;
    return joined;
  }

  private EventLog openLog() {
    EventLog made = new EventLog(options, nanoClock);
    LogWriter to = new LogWriter(name, made, tally);
    feed.start(to);
    if (feed instanceof ReplayableFeed source) {
      replays = new Replays(name, source, made, options.replays(), nanoClock);
    }
    log = made;
    writer = to;
    return made;
  }

  private void closeLater() {
    if (lingers) {
      long seen = joins;
      closing =
          timer.schedule(() -> closeIfIdle(seen), hub.linger().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void closeIfIdle(long joinsSeen) {
    // Somebody may have come and gone while this waited: then the linger has begun anew.
    if (subscribers == 0 && joins == joinsSeen && !isFinished()) {
      closeFeed();
    }
  }

  private void closeFeed() {
    if (writer != null) {
      writer.close();
      feed.stop();
    }
    if (replays != null) {
      replays.end();
    }
    closedLogs = closedLogs.plus(openLogTotals());
    replays = null;
    writer = null;
    log = null;
    closing = null;
  }
}
