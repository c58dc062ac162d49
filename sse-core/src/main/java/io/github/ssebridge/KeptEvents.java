package io.github.ssebridge;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Encoded events that are kept for their keys, by their sequence. Changed by the log's writer;
 * {@link #between} and {@link #get} are for any thread.
 */
final class KeptEvents {

  /**
   * The newest event of a key.
   *
   * @param block its encoded bytes, which are shared and not to be written to
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Kept(Key key, byte[] block) {}

  private final ConcurrentNavigableMap<Long, Kept> events = new ConcurrentSkipListMap<>();

  // The writer's own.
  private long bytes;
  private int size;

  /** The events from one to before another, oldest first. */
  NavigableMap<Long, Kept> between(long from, long end) {
    return events.subMap(from, true, end, false);
  }

  /** One of them, null if it is not here, or not any more. */
  @Nullable Kept get(long sequence) {
    return events.get(sequence);
  }

  // What follows is for the writer.

  void put(long sequence, Key key, byte[] block) {
    events.put(sequence, new Kept(key, block));
    bytes += block.length + key.length();
    size++;
  }

  void remove(long sequence) {
    Kept removed = events.remove(sequence);
    if (removed != null) {
      bytes -= removed.block().length + removed.key().length();
      size--;
    }
  }

  void clear() {
    events.clear();
    bytes = 0;
    size = 0;
  }

  Map.@Nullable Entry<Long, Kept> oldest() {
    return events.firstEntry();
  }

  /** How many bytes the events and their keys have. */
  long bytes() {
    return bytes;
  }

  int size() {
    return size;
  }
}
