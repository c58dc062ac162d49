package io.github.ssebridge.redis;

import java.util.ArrayList;
import java.util.List;

/** What Redis 7 knows of a stream, after what has been done to it. */
final class StreamModel {

  private final List<EntryId> entries = new ArrayList<>();
  private final List<EntryId> trimmed = new ArrayList<>();
  private long added;
  private EntryId last = EntryId.ZERO;
  private EntryId lastDeleted = EntryId.ZERO;
  private boolean exists;

  EntryId add(long millis) {
    EntryId id =
        millis > last.millis()
            ? new EntryId(millis, 0)
            : new EntryId(last.millis(), last.sequence() + 1);
    exists = true;
    entries.add(id);
    added++;
    last = id;
    return id;
  }

  /** Removes the oldest. */
  void trimTo(int length) {
    while (entries.size() > length) {
      trimmed.add(entries.remove(0));
    }
  }

  /** Takes one out by its index. */
  EntryId delete(int index) {
    EntryId id = entries.remove(index);
    lastDeleted = id.isAfter(lastDeleted) ? id : lastDeleted;
    return id;
  }

  /** The key is deleted. */
  void remove() {
    entries.clear();
    added = 0;
    last = EntryId.ZERO;
    lastDeleted = EntryId.ZERO;
    exists = false;
  }

  List<EntryId> after(EntryId id, int count) {
    return entries.stream().filter(entry -> entry.isAfter(id)).limit(count).toList();
  }

  /** How many were trimmed that came between two others. */
  long trimmedBetween(EntryId one, EntryId other) {
    return trimmed.stream().filter(id -> id.isAfter(one) && other.isAfter(id)).count();
  }

  int length() {
    return entries.size();
  }

  EntryId last() {
    return last;
  }

  StreamInfo info() {
    EntryId first = entries.isEmpty() ? null : entries.get(0);
    return exists
        ? new StreamInfo(entries.size(), last, first, added, lastDeleted)
        : StreamInfo.NONE;
  }

  /** What Redis 6 would say. */
  StreamInfo infoWithoutCounts() {
    StreamInfo info = info();
    return new StreamInfo(
        info.length(), info.last(), info.first(), StreamInfo.UNKNOWN, EntryId.ZERO);
  }
}
