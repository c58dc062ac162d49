package io.github.ssebridge.redis;

import io.github.ssebridge.LogWriter;
import java.util.List;

/** The first entries of a log, from the recent past of the stream. Confined to the reader. */
final class StreamFilling {

  private final List<StreamEntry> entries;
  private final StreamInfo info;
  private final long from;

  // Before which of them the one stood that was deleted last: only those from there on can be
  // counted. The last one, if entries were deleted that came after all of them: nobody knows what
  // was deleted before.
  private final int hole;
  private final long holePosition;
  private final EntryTally tally;

  StreamFilling(RecentEntries recent, StreamPositions format) {
    this.entries = recent.entries();
    this.info = recent.info();
    format.learn(info);
    EntryId end = recent.end();
    EntryId deleted = recent.deleted();
    if (deleted.isAfter(end) && !entries.isEmpty()) {
      this.hole = entries.size() - 1;
      this.holePosition = EntryPosition.before(entries.get(hole).id());
    } else {
      this.hole = (int) entries.stream().filter(entry -> deleted.isAfter(entry.id())).count();
      this.holePosition = EntryPosition.of(deleted);
    }
    boolean isAtEnd = end.equals(info.last());
    this.from = firstPosition();
    this.tally = new EntryTally(end, isAtEnd ? info.added() : StreamInfo.UNKNOWN, info);
    if (tally.ordinal() != StreamInfo.UNKNOWN) {
      // Before any client asks: its id may say more than there is.
      format.verified(end(), tally.ordinal());
    }
  }

  private long firstPosition() {
    if (entries.isEmpty()) {
      // It has some, perhaps, but none that is kept.
      return EntryPosition.of(info.last());
    }
    EntryId first = entries.get(0).id();
    return first.equals(info.first()) ? info.oldestPosition() : EntryPosition.before(first);
  }

  /** How many entries there have been up to the hole. */
  private long ordinalBeforeHole() {
    long ordinal = tally.ordinal();
    return ordinal == StreamInfo.UNKNOWN ? ordinal : ordinal - (entries.size() - hole);
  }

  /** Where it begins. */
  long from() {
    return from;
  }

  /** Where it ends. */
  long end() {
    return entries.isEmpty() ? from : EntryPosition.of(tally.last());
  }

  /** What the reading begins with. */
  EntryTally tally() {
    return tally;
  }

  /** Appends them, and where one of them was deleted says so to those who come back. */
  void appendTo(LogWriter writer, EntryAppender appender, PageAppender pages) {
    writer.counted(hole == 0 ? ordinalBeforeHole() : StreamInfo.UNKNOWN);
    for (int i = 0; i <= entries.size(); i++) {
      if (i == hole && i > 0) {
        pages.tell(holePosition, StreamInfo.UNKNOWN, StreamInfo.UNKNOWN);
        writer.counted(ordinalBeforeHole());
      }
      if (i < entries.size()) {
        appender.append(entries.get(i));
      }
    }
  }
}
