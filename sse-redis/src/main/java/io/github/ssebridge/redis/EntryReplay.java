package io.github.ssebridge.redis;

import io.github.ssebridge.Replay;
import io.github.ssebridge.redis.EntryTally.Finding;
import io.github.ssebridge.redis.EntryTally.Kind;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads a stream again for clients that come back, on the thread that it is called on. */
final class EntryReplay {

  private static final int PAGE_BYTES = 1 << 20;
  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();
  private static final long PAUSE_AT_END_NANOS = Duration.ofMillis(50).toNanos();

  private final RedisLink link;
  private final RedisStreamOptions options;
  private final Replay replay;
  private final EntryReader reader;
  private final PageAppender pages;
  private final PageSize pageSize = new PageSize(PAGE_BYTES);
  private EntryId toldDeleted = EntryId.ZERO;

  EntryReplay(RedisLink link, RedisStreamOptions options, Replay replay, EntryReader reader) {
    this.link = link;
    this.options = options;
    this.replay = replay;
    this.reader = reader;
    EntryAppender entries = new EntryAppender(replay.writer(), options, reader.unreadable());
    this.pages = new PageAppender(replay.writer(), entries, replay::awaitDemand);
  }

  /** Reads until the replay is over; waits for a Redis that is out of reach. */
  void run() {
    link.use(this::readUntilOver);
  }

  private void readUntilOver() {
    EntryTally tally = null;
    while (!isOver()) {
      try (StreamCommands commands = StreamCommands.connect(link, options.key())) {
        tally = tally == null ? begin(commands) : tally;
        while (tally != null && !isOver()) {
          tally = read(commands, tally);
        }
        return;
      } catch (RuntimeException e) {
        if (e instanceof RedisCommandTimeoutException) {
          pageSize.tooSlow();
        }
        reader.replayFailed(e);
        pause(PAUSE_NANOS);
      }
    }
  }

  private boolean isOver() {
    return replay.isOver() || reader.isStopped();
  }

  /** Waits a little, unless the replay turns out to be over. */
  private void pause(long nanos) {
    if (replay.awaitDemand()) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private EntryTally begin(StreamCommands commands) {
    StreamPositions.Mark known = positions().reached();
    StreamInfo info = commands.info();
    while (!positions().isOf(info, known) && !isOver()) {
      // The reader is about to notice, and will end the replay.
      pause(PAUSE_NANOS);
      known = positions().reached();
      info = commands.info();
    }
    long wanted = replay.from().length == 0 ? 0 : replay.from()[0];
    long oldest = info.oldestPosition();
    long from = EntryPosition.includes(wanted, oldest) ? wanted : oldest;
    long before = info.first() == null ? info.added() : info.addedBeforeFirst();
    replay.begin(new long[] {from}, new long[] {oldest}, before);
    // Of entries that were deleted from the middle nobody knows the numbers.
    boolean isCounted = from == oldest && !info.lastDeleted().isAfter(EntryPosition.id(from));
    long ordinal = isCounted ? before : StreamInfo.UNKNOWN;
    replay.writer().counted(ordinal);
    return new EntryTally(EntryPosition.id(from), ordinal, info);
  }

  /** Appends the next entries; returns null if the stream is no longer what it was. */
  private @Nullable EntryTally read(StreamCommands commands, EntryTally tally) {
    StreamPositions.Mark known = positions().reached();
    StreamPage page = commands.after(tally.last(), pageSize.next());
    Finding found = tally.compare(page.ids(), page.info());
    boolean isOfAnother = !positions().isOf(page.info(), known);
    if (isOfAnother || found.kind() == Kind.CUT || found.kind() == Kind.REPLACED) {
      // Until the reader has noticed, the next replay would find the same.
      pause(PAUSE_NANOS);
      return null;
    }
    MissingPlace deleted = untoldDeletion(page, tally.last());
    if (deleted == null) {
      long unused = pages.append(page, tally, found);
    } else {
      // Perhaps not the only one: said before all that may come after one of them.
      toldDeleted = page.info().lastDeleted();
      long unused = pages.append(page, tally, Finding.UNCOUNTED, deleted);
    }
    pageSize.learn(page);
    if (page.entries().isEmpty()) {
      pause(PAUSE_AT_END_NANOS);
    }
    return tally;
  }

  private StreamPositions positions() {
    return (StreamPositions) replay.format();
  }

  /** Where entries may have been deleted one by one, if that has not been said yet. */
  private @Nullable MissingPlace untoldDeletion(StreamPage page, EntryId last) {
    EntryId deleted = page.info().lastDeleted();
    return deleted.isAfter(last) && deleted.isAfter(toldDeleted)
        ? MissingPlace.firstOfDeleted(page, last)
        : null;
  }
}
