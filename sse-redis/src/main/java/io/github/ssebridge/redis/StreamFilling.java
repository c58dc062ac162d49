package io.github.ssebridge.redis;

import java.util.List;

/** The first entries of a log, from the recent past of the stream. Confined to the reader. */
final class StreamFilling {

  private final List<StreamEntry> entries;
  private final StreamInfo info;
  private final StreamPositions format;
  private final long from;

  // How many of them come after the one that was deleted last: only these can be counted.
  private final int countable;
  private final EntryTally tally;

  StreamFilling(RecentEntries recent, StreamPositions format) {
    this.entries = recent.entries();
    this.info = recent.info();
    this.format = format;
    this.countable =
        (int) entries.stream().filter(entry -> entry.id().isAfter(info.lastDeleted())).count();
    format.learn(info);
    EntryId end = recent.end();
    boolean isAtEnd = end.equals(info.last());
    this.from = firstPosition();
    this.tally =
        new EntryTally(end, !entries.isEmpty(), isAtEnd ? info.added() : StreamInfo.UNKNOWN, info);
    if (countable == entries.size()) {
      format.counted(from, ordinalBefore(countable));
    }
  }

  private long firstPosition() {
    if (entries.isEmpty()) {
      return info.isComplete() ? 0 : EntryPosition.of(info.last());
    }
    EntryId first = entries.get(0).id();
    return first.equals(info.first()) ? info.oldestPosition() : EntryPosition.before(first);
  }

  private long ordinalBefore(int count) {
    long ordinal = tally.ordinal();
    return ordinal == StreamInfo.UNKNOWN ? ordinal : ordinal - count;
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
  void appendTo(EntryAppender appender) {
    int notCountable = entries.size() - countable;
    for (int i = 0; i < entries.size(); i++) {
      if (i == notCountable && i > 0) {
        tellDeleted(appender);
      }
      appender.append(entries.get(i));
    }
    if (countable == 0 && !entries.isEmpty() && tally.last().equals(info.lastDeleted())) {
      tellDeleted(appender);
    }
    if (tally.ordinal() != StreamInfo.UNKNOWN) {
      format.verified(end(), tally.ordinal());
    }
  }

  private void tellDeleted(EntryAppender appender) {
    long place = EntryPosition.of(info.lastDeleted());
    format.counted(place, ordinalBefore(countable));
    appender.tellMissing(place, StreamInfo.UNKNOWN);
  }
}
