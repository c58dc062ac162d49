package io.github.ssebridge.benchmarks;

/**
 * What is published in one run.
 *
 * @param perSecond events a second
 * @param burst how many of them at the same moment
 * @param warmSeconds for how long before anything is measured
 * @param seconds for how long then
 * @param firstKey the first of the keys that the events have in turn
 * @param keys how many keys that are, 0 for none
 */
record Load(
    double perSecond, int burst, double warmSeconds, double seconds, int firstKey, int keys) {

  private static final double NANOS = 1e9;
  private static final long LEAD_NANOS = 50_000_000;

  static Load of(double perSecond, double warmSeconds, double seconds) {
    return new Load(perSecond, 1, warmSeconds, seconds, 0, 0);
  }

  Load withBurst(int events) {
    return new Load(perSecond, events, warmSeconds, seconds, firstKey, keys);
  }

  Load withKeys(int first, int count) {
    return new Load(perSecond, burst, warmSeconds, seconds, first, count);
  }

  /** How many events each subscriber gets in a second. */
  double perReader() {
    return keys == 0 ? perSecond : perSecond / keys;
  }

  /** The schedule of this load from now on. */
  Schedule schedule() {
    long start = System.nanoTime() + LEAD_NANOS;
    // The edges of the window lie between two events.
    long from = start + (long) ((warmSeconds - 0.5 / perSecond) * NANOS);
    long to = start + (long) ((warmSeconds + seconds - 0.5 / perSecond) * NANOS);
    long events = Math.round((warmSeconds + seconds) * perSecond);
    long whole = keys == 0 ? events : Math.max(1, events / keys) * keys;
    return new Schedule(start, perSecond, whole, burst, from, to, firstKey, keys);
  }
}
