package io.github.ssebridge;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The newest event of each key of a source, encoded once for all clients that begin with it.
 * Changed by the log's writer, read by any thread; replaced by another one when the source is.
 */
final class SnapshotTable {

  // What is remembered of keys that are left out may take this part of the room.
  private static final int SHARE_OF_LEFT_OUT = 8;

  // About what such a key takes beside its own bytes.
  private static final int BYTES_PER_LEFT_OUT = 100;

  /** The source that it is of. */
  final SourceEra era;

  private final long maxBytes;
  private final Map<Key, Long> newest = new ConcurrentHashMap<>();
  private final KeptEvents kept = new KeptEvents();

  // Keys that there was no room for, and how many more than can be remembered.
  private final Set<Key> leftOut = ConcurrentHashMap.newKeySet();
  private final LongAdder forgotten = new LongAdder();
  private long leftOutBytes;

  // All events of the log before this one are in the table, or a newer one of their keys is.
  private volatile long end;
  private volatile boolean complete;

  SnapshotTable(SourceEra era, SnapshotOptions bounds) {
    this.era = era;
    this.maxBytes = bounds.maxBytes();
    this.end = era.first;
  }

  /** Whether it has all that the source held when the feed began to read it. */
  boolean isComplete() {
    return complete;
  }

  /** Before which event the log is in the table. */
  long end() {
    return end;
  }

  /**
   * The events of some keys from one to before another, oldest first.
   *
   * @param keys none stands for all
   */
  NavigableMap<Long, KeptEvents.Kept> events(Set<Key> keys, long from, long before) {
    if (keys.isEmpty()) {
      return kept.between(from, before);
    }
    NavigableMap<Long, KeptEvents.Kept> found = new TreeMap<>();
    for (Key key : keys) {
      Long sequence = newest.get(key);
      KeptEvents.@Nullable Kept event = sequence == null ? null : kept.get(sequence);
      if (sequence != null && event != null && from <= sequence && sequence < before) {
        found.put(sequence, event);
      }
    }
    return found;
  }

  /**
   * How many keys there was no room for. It may be fewer: a key that comes back is counted still if
   * there was no room to remember it either.
   *
   * @param keys those that are asked for; none stands for all
   */
  long leftOut(Set<Key> keys) {
    long unknown = forgotten.sum();
    return keys.isEmpty()
        ? leftOut.size() + unknown
        : keys.stream()
            .filter(key -> leftOut.contains(key) || (unknown > 0 && !newest.containsKey(key)))
            .count();
  }

  // What follows is for the writer.

  /** An event has been published. */
  void appended(Key key, long sequence, LogSegment segment, boolean isDeletion) {
    if (isDeletion) {
      delete(key);
    } else if (key.isOrdinary()) {
      kept.put(sequence, key, segment.copyOf(sequence));
      Long before = newest.put(key, sequence);
      if (before == null) {
        takeBack(key);
      } else {
        kept.remove(before);
      }
      makeRoom();
    }
    // Last: who sees it finds all that is before it.
    end = sequence + 1;
  }

  /** A key has no event any more. */
  void delete(Key key) {
    Long before = newest.remove(key);
    if (before == null) {
      takeBack(key);
    } else {
      kept.remove(before);
    }
  }

  /** The source has been read up to here; whether that has made the table complete. */
  boolean hasReached(long[] positions) {
    boolean completed = !complete && era.includes(positions, era.live);
    if (completed) {
      complete = true;
    }
    return completed;
  }

  /** Lets go of all events; another table stands in for this one already. */
  void clear() {
    newest.clear();
    kept.clear();
    leftOut.clear();
  }

  private void makeRoom() {
    Map.Entry<Long, KeptEvents.Kept> oldest = kept.oldest();
    while (oldest != null && bytes() > maxBytes) {
      Key key = oldest.getValue().key();
      // First, so that a reader finds it in one place or the other.
      leaveOut(key);
      newest.remove(key);
      kept.remove(oldest.getKey());
      oldest = kept.oldest();
    }
  }

  private long bytes() {
    return kept.bytes() + leftOutBytes + (long) kept.size() * SnapshotOptions.BYTES_PER_KEY;
  }

  private void leaveOut(Key key) {
    long more = bytesToRemember(key);
    if (leftOutBytes + more <= maxBytes / SHARE_OF_LEFT_OUT) {
      leftOutBytes += more;
      leftOut.add(key);
    } else {
      forgotten.increment();
    }
  }

  /** A key is left out no longer. */
  private void takeBack(Key key) {
    if (leftOut.remove(key)) {
      leftOutBytes -= bytesToRemember(key);
    }
  }

  private static long bytesToRemember(Key key) {
    return key.length() + (long) BYTES_PER_LEFT_OUT;
  }
}
