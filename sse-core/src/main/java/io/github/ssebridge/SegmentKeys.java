package io.github.ssebridge;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;

/**
 * The keys of a segment's events, with a hash index that leads from a key to its events, newest
 * first. Appended to by the log's writer, read by any thread.
 */
final class SegmentKeys {

  private static final int BUCKETS = 256;
  private static final int NO_EVENT = -1;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  // The newest event of each bucket, published last: whoever sees an event here sees its key and
  // its predecessor.
  private final AtomicIntegerArray newest = new AtomicIntegerArray(BUCKETS);

  // Volatile because they are replaced when they grow.
  private volatile Key[] keys;
  private volatile int[] previous;

  /** The keys of a segment whose first events, {@code count} of them, have none. */
  SegmentKeys(int count) {
    int length = Math.max(16, Integer.highestOneBit(count) * 2);
    keys = new Key[length];
    previous = new int[length];
    for (int i = 0; i < BUCKETS; i++) {
      newest.setPlain(i, NO_EVENT);
    }
    for (int i = 0; i < count; i++) {
      append(i, Key.NONE);
    }
  }

  void append(int index, Key key) {
    if (index == keys.length) {
      keys = Arrays.copyOf(keys, 2 * index);
      previous = Arrays.copyOf(previous, 2 * index);
    }
    keys[index] = key;
    if (key.equals(Key.NONE)) {
      // Nobody asks for these.
      return;
    }
    int bucket = bucket(key);
    previous[index] = newest.getPlain(bucket);
    newest.setRelease(bucket, index);
  }

  /** The key of an event that has been published. */
  Key key(int index) {
    return keys[index];
  }

  /** Calls with the index of each event of a key from one to before another, newest first. */
  void forEach(Key key, int from, int end, IntConsumer action) {
    for (int i = newest.getAcquire(bucket(key)); i >= from; i = previous[i]) {
      if (i < end && keys[i].equals(key)) {
        action.accept(i);
      }
    }
  }

  private static int bucket(Key key) {
    return (key.hashCode() * GOLDEN_RATIO) >>> 24;
  }
}
