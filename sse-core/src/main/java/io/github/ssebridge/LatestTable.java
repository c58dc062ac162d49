package io.github.ssebridge;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Which event of each key is the newest, and those of them that the log has given up: what {@link
 * OverflowPolicy#LATEST} sends. Changed by the log's writer; {@link #kept} and {@link #complete}
 * are for any thread.
 */
final class LatestTable {

  private final LogOptions bounds;

  // The writer's own.
  private final Map<Key, Long> newest = new HashMap<>();

  // An event is here before the log has given it up, so that a reader finds it here or there.
  private final KeptEvents kept = new KeptEvents();

  // Raised before an event is taken out of `kept` for lack of room.
  private volatile long complete = 1;

  LatestTable(LogOptions bounds) {
    this.bounds = bounds;
  }

  /** The newest events from one to before another that the log has given up, oldest first. */
  NavigableMap<Long, KeptEvents.Kept> kept(long from, long end) {
    return kept.between(from, end);
  }

  /** One of these, null if a newer one stands in for it or there was no room for it. */
  KeptEvents.@Nullable Kept kept(long sequence) {
    return kept.get(sequence);
  }

  /** Since which event none of the newest ones has been given up for lack of room. */
  long complete() {
    return complete;
  }

  /** An event has been published. */
  void appended(Key key, long sequence, EventLog log) {
    if (key.equals(Key.ANNOUNCEMENT)) {
      // None of them stands in for another: each is about other events.
      return;
    }
    Long before = newest.put(key, sequence);
    if (before == null) {
      return;
    }
    if (before >= log.oldest()) {
      log.segmentOf(before).supersede(before);
    } else {
      kept.remove(before);
    }
  }

  /** The log is about to give up an event, to make room for one of a key. */
  void givingUp(LogSegment segment, long sequence, Key coming) {
    Key key = segment.keyOf(sequence);
    boolean announcement = key.equals(Key.ANNOUNCEMENT);
    if (segment.isSuperseded(sequence) || (key.equals(coming) && !announcement)) {
      return;
    }
    kept.put(sequence, key, segment.copyOf(sequence));
    Map.Entry<Long, KeptEvents.Kept> oldest = kept.oldest();
    while (oldest != null
        && (kept.bytes() > bounds.maxBytes() || kept.size() > bounds.maxEvents())) {
      complete = oldest.getKey() + 1;
      newest.remove(oldest.getValue().key());
      kept.remove(oldest.getKey());
      oldest = kept.oldest();
    }
  }
}
