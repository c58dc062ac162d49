package io.github.ssebridge.redis;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.StartPoint;
import io.github.ssebridge.redis.EntryTally.Finding;
import io.github.ssebridge.redis.EntryTally.Kind;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream from one start of its feed to the next stop. Runs on a thread of its own, which
 * owns it and its connection; others may stop it, and ask how it is and where clients begin.
 */
final class EntryReader implements Runnable {

  /** How long Redis is asked to wait for an entry; so often it is asked how the stream is, too. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int PAGE_BYTES = 4 << 20;
  private static final int PAST_PAGE_BYTES = 1 << 20;
  private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final RedisLink link;
  private final RedisStreamOptions options;
  private final LogWriter writer;
  private final Clock clock;
  private final EntryAppender.Unreadable unreadable = new EntryAppender.Unreadable();
  private final EntryAppender appender;
  private final PageAppender pages;
  private final StreamWatch watch;
  private final PageSize pageSize = new PageSize(PAGE_BYTES);
  private final PageSize pastSize = new PageSize(PAST_PAGE_BYTES);

  private volatile boolean stopped;
  private volatile @Nullable StreamCommands commands;
  private volatile @Nullable Thread thread;
  private StreamPositions format = new StreamPositions();
  private volatile StreamInfo known = StreamInfo.NONE;

  // Outlives the connection; null until the stream has been opened.
  private @Nullable EntryTally tally;
  private Duration pause = FIRST_PAUSE;
  private long lookedNanos;

  EntryReader(RedisLink link, RedisStreamOptions options, LogWriter writer, Clock clock) {
    this.link = link;
    this.options = options;
    this.writer = writer;
    this.clock = clock;
    this.appender = new EntryAppender(writer, options, unreadable);
    this.pages = new PageAppender(writer, appender, () -> true);
    this.watch = new StreamWatch(writer.stream(), options.key(), link.address());
  }

  /** Ends the thread soon. Safe for use by any thread, does not wait. */
  void stop() {
    stopped = true;
    StreamCommands waiting = commands;
    if (waiting != null) {
      waiting.close();
    }
    LockSupport.unpark(thread);
  }

  boolean isStopped() {
    return stopped;
  }

  /** Where a client begins; by what Redis has said last, a second ago at most while it answers. */
  long locate(StartPoint start) {
    StreamInfo info = known;
    long end = EntryPosition.of(info.last());
    Instant time = start.time();
    if (time == null) {
      return start.isEarliest() ? info.oldestPosition() : end;
    }
    // Ids before the first entry would be of another stream.
    long oldest = info.first() == null ? end : EntryPosition.before(info.first());
    long position = EntryPosition.beforeMillis(time.toEpochMilli());
    long later = Long.compareUnsigned(position, oldest) < 0 ? oldest : position;
    return Long.compareUnsigned(later, end) > 0 ? end : later;
  }

  EntryAppender.Unreadable unreadable() {
    return unreadable;
  }

  /** A replay of the stream cannot read; for any thread. */
  void replayFailed(RuntimeException why) {
    watch.replayFailed(why);
  }

  FeedStatus status() {
    return watch.status(unreadable.count());
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    link.use(this::readUntilStopped);
  }

  private void readUntilStopped() {
    while (!stopped) {
      try (StreamCommands connected = StreamCommands.connect(link, options.key())) {
        commands = connected;
        read(connected);
      } catch (RuntimeException | Error e) {
        // Whatever it was, nothing but stop() ends a feed.
        if (e instanceof RedisCommandTimeoutException) {
          // It may have been too much for the way.
          pageSize.tooSlow();
          pastSize.tooSlow();
        }
        if (!stopped) {
          watch.failed(e);
          pause();
        }
      } finally {
        commands = null;
      }
    }
  }

  private void pause() {
    LockSupport.parkNanos(this, pause.toNanos());
    Duration next = pause.multipliedBy(2);
    pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  private void read(StreamCommands connected) {
    if (tally == null) {
      tally = open(connected);
    }
    while (!stopped) {
      StreamPage page = connected.awaitAfter(tally.last(), pageSize.next(), PATIENCE);
      watch.reading();
      pause = FIRST_PAUSE;
      tally = take(page, tally);
      pageSize.learn(page);
    }
  }

  private EntryTally open(StreamCommands connected) {
    RecentEntries recent = RecentEntries.read(connected, writer.bounds(), clock.millis(), pastSize);
    StreamInfo info = recent.info();
    StreamPositions opening = new StreamPositions();
    StreamFilling filling = new StreamFilling(recent, opening);
    format = opening;
    known = info;
    writer.openedAt(opening, new long[] {filling.from()}, new long[] {filling.end()});
    filling.appendTo(writer, appender, pages);
    watch.read(recent.entries().size());
    look(info);
    return filling.tally();
  }

  private EntryTally take(StreamPage page, EntryTally of) {
    List<EntryId> ids = page.ids();
    StreamInfo info = page.info();
    Finding found = of.compare(ids, info);
    if (found.kind() == Kind.CUT) {
      return goOnAfterCut(of, info);
    }
    if (found.kind() == Kind.REPLACED) {
      if (!info.exists()) {
        // They were read before it was deleted.
        page.entries().forEach(appender::append);
      }
      return beginAnew(of, info);
    }
    if (found.kind() == Kind.MISSING) {
      watch.missing(found.missing());
    }
    // First: a client that is told of these entries may have an id of another stream.
    format.learn(info);
    long counted = pages.append(page, of, found);
    long position = EntryPosition.of(of.last());
    if (counted != StreamInfo.UNKNOWN) {
      format.verified(position, counted);
    } else {
      format.counted(position, of.ordinal());
    }
    watch.read(ids.size());
    look(info);
    return of;
  }

  /** The end of the stream was lost; what was read of it comes from clients' ids only. */
  private EntryTally goOnAfterCut(EntryTally of, StreamInfo info) {
    EntryId end = of.last().isAfter(info.last()) ? info.last() : of.last();
    boolean isAtEnd = end.equals(info.last());
    EntryTally next = new EntryTally(end, isAtEnd ? info.added() : StreamInfo.UNKNOWN, info);
    startAnew(next, EntryPosition.of(end), new StreamPositions(), info);
    watch.cut();
    return next;
  }

  private EntryTally beginAnew(EntryTally of, StreamInfo info) {
    StreamPositions other = new StreamPositions();
    other.born(birth(of.last(), info));
    EntryTally next = new EntryTally(EntryId.ZERO, info.addedBeforeFirst(), info);
    startAnew(next, info.oldestPosition(), other, info);
    watch.replaced();
    return next;
  }

  /** Before which position ids are of the stream that is gone, as far as it can be told. */
  private static long birth(EntryId lastOfOther, StreamInfo info) {
    long later = EntryPosition.of(lastOfOther) + 1;
    EntryId first = info.first();
    if (first == null) {
      return later;
    }
    long earliest = EntryPosition.before(first);
    return Long.compareUnsigned(earliest, later) < 0 ? earliest : later;
  }

  private void startAnew(EntryTally from, long position, StreamPositions other, StreamInfo info) {
    other.learn(info);
    if (from.ordinal() != StreamInfo.UNKNOWN && position == EntryPosition.of(from.last())) {
      other.verified(position, from.ordinal());
    }
    format = other;
    writer.startedAnew(other, new long[] {position});
    writer.counted(from.ordinal());
    lookedNanos = 0;
    look(info);
  }

  /** Tells the log where the stream ends. */
  private void look(StreamInfo info) {
    known = info;
    long now = System.nanoTime();
    if (lookedNanos == 0 || now - lookedNanos > LOOK_NANOS) {
      lookedNanos = now;
      writer.looked(new long[] {EntryPosition.of(info.last())});
    }
  }
}
