package io.github.ssebridge.benchmarks;

/**
 * When events are due, whether or not the server keeps up: what is late is caught up with.
 *
 * @param startNanos when the first is due
 * @param perSecond how many are due in a second
 * @param events how many there are
 * @param burst how many are due at the same moment
 * @param fromNanos where the measured window begins
 * @param toNanos where it ends
 * @param firstKey the first of the keys that the events have
 * @param keys how many keys they have in turn, 0 if none
 */
record Schedule(
    long startNanos,
    double perSecond,
    long events,
    int burst,
    long fromNanos,
    long toNanos,
    int firstKey,
    int keys) {

  /** Coprime to any number of keys in use, so that every key comes before the first comes again. */
  private static final long STRIDE = 61_001;

  Schedule {
    if (perSecond <= 0 || burst < 1 || (keys > 0 && events % keys != 0)) {
      throw new IllegalArgumentException(
          "no schedule: %f/s, bursts of %d, %d events of %d keys"
              .formatted(perSecond, burst, events, keys));
    }
  }

  long dueNanos(long event) {
    return startNanos + (long) (event / burst * burst * (1e9 / perSecond));
  }

  int key(long event) {
    return keys == 0 ? Arm.NO_KEY : firstKey + (int) (event * STRIDE % keys);
  }
}
