package io.github.ssebridge.redis;

import io.github.ssebridge.LogOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * So much of the recent past of a stream that a log is about full with it.
 *
 * @param entries the oldest first
 * @param info what Redis said of the stream when the newest of them was read
 * @param deleted the greatest id that had been deleted by itself when the oldest of them was read
 */
record RecentEntries(List<StreamEntry> entries, StreamInfo info, EntryId deleted) {

  // So busy a stream may have grown between what was read and what Redis says of it.
  private static final int TRIES = 5;

  // Ids below are no times: the year 2001.
  private static final long FIRST_TIME = 1_000_000_000_000L;

  // What the field names take, and what the log keeps for each event.
  private static final int OVERHEAD_BYTES = 64;

  /** Reads backwards from the end; nothing that is added meanwhile. */
  static RecentEntries read(
      StreamCommands commands, LogOptions bounds, long nowMillis, PageSize size) {
    StreamPage page = end(commands, size);
    StreamInfo info = page.info();
    Deque<StreamEntry> kept = new ArrayDeque<>();
    long bytes = 0;
    while (!page.entries().isEmpty()) {
      List<StreamEntry> older = page.entries();
      for (int i = older.size() - 1; i >= 0; i--) {
        StreamEntry entry = older.get(i);
        bytes += entry.bytes() + OVERHEAD_BYTES;
        if (kept.size() == bounds.maxEvents()
            || bytes > bounds.maxBytes()
            || isTooOld(entry, bounds, nowMillis)) {
          return new RecentEntries(new ArrayList<>(kept), info, page.info().lastDeleted());
        }
        kept.addFirst(entry);
      }
      size.learn(page);
      page = commands.before(kept.getFirst().id(), size.next());
    }
    return new RecentEntries(new ArrayList<>(kept), info, page.info().lastDeleted());
  }

  private static StreamPage end(StreamCommands commands, PageSize size) {
    StreamPage page = commands.newest(size.next());
    for (int i = 1; i < TRIES && !isAtEnd(page); i++) {
      page = commands.newest(size.next());
    }
    return page;
  }

  private static boolean isAtEnd(StreamPage page) {
    EntryId deleted = page.info().lastDeleted();
    return new RecentEntries(page.entries(), page.info(), deleted).end().equals(page.info().last());
  }

  /** The last entry that there was, also if it has been deleted. */
  EntryId end() {
    return entries.isEmpty() || info.lastDeleted().equals(info.last())
        ? info.last()
        : entries.get(entries.size() - 1).id();
  }

  private static boolean isTooOld(StreamEntry entry, LogOptions bounds, long nowMillis) {
    long millis = entry.id().millis();
    return millis > FIRST_TIME && nowMillis - millis > bounds.maxAge().toMillis();
  }
}
