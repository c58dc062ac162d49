package io.github.ssebridge.redis;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.redis.EntryTally.Finding;
import io.github.ssebridge.redis.EntryTally.Kind;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Appends what was read of a stream to a log, and says before it what is missing. Confined to the
 * thread that reads.
 */
final class PageAppender {

  private final LogWriter writer;
  private final EntryAppender entries;
  private final BooleanSupplier goesOn;

  /**
   * Appends with a writer.
   *
   * @param goesOn asked before each entry, and may wait; if not, the rest is left out
   */
  PageAppender(LogWriter writer, EntryAppender entries, BooleanSupplier goesOn) {
    this.writer = writer;
    this.entries = entries;
    this.goesOn = goesOn;
  }

  /**
   * Appends a page of what has been found fine or incomplete, and counts it as read.
   *
   * @return how many entries the stream has had up to there if Redis says so, otherwise unknown
   */
  long append(StreamPage page, EntryTally tally, Finding found) {
    return append(page, tally, found, MissingPlace.of(page, tally.last()));
  }

  /** The same, with the place where entries are missing if they are. */
  long append(StreamPage page, EntryTally tally, Finding found, MissingPlace missing) {
    boolean isTold = found.kind() != Kind.MISSING;
    long ordinal = tally.ordinal();
    List<EntryId> ids = page.ids();
    int appended = 0;
    long counted = StreamInfo.UNKNOWN;
    try {
      while (appended < ids.size() && goesOn.getAsBoolean()) {
        if (!isTold && missing.isBefore(ids.get(appended))) {
          tell(missing.position(), plus(ordinal, appended), found.missing());
          isTold = true;
        }
        entries.append(page.entries().get(appended));
        appended++;
      }
      if (!isTold && appended == ids.size()) {
        tell(missing.position(), plus(ordinal, appended), found.missing());
      }
    } finally {
      // Also if one of them has brought this down: the ones before must not come again.
      counted = tally.count(ids.subList(0, appended), page.info(), found);
    }
    if (counted != StreamInfo.UNKNOWN) {
      writer.counted(counted);
    }
    return counted;
  }

  /**
   * Says that entries are missing; the next ones come after the position.
   *
   * @param ordinal how many entries the stream has had before them, or unknown
   * @param count how many are missing, or unknown
   */
  void tell(long position, long ordinal, long count) {
    long after = count == StreamInfo.UNKNOWN ? StreamInfo.UNKNOWN : plus(ordinal, count);
    // What is said counts as an entry, the last one of those that are missing.
    writer.counted(after == StreamInfo.UNKNOWN ? after : after - 1);
    writer.gap(0, position, null, GapReason.EXPIRED, count);
  }

  private static long plus(long ordinal, long count) {
    return ordinal == StreamInfo.UNKNOWN ? ordinal : ordinal + count;
  }
}
