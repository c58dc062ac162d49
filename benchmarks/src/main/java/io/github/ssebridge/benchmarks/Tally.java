package io.github.ssebridge.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What all subscribers of a load client have received. Confined to the client's event loop. */
final class Tally {

  private static final long LOWEST_NANOS = 1_000;
  private static final long HIGHEST_NANOS = 600_000_000_000L;
  private static final int DIGITS = 3;

  private final Histogram latencies = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
  private final Map<String, Long> gapsByReason = new TreeMap<>();
  private long fromNanos = Long.MAX_VALUE;
  private long toNanos = Long.MAX_VALUE;
  private long readNanos;

  private long events;
  private long eventsInWindow;
  private long lost;
  private long duplicates;
  private long gaps;
  private long gapEvents;
  private long heartbeats;
  private long errors;
  private @Nullable String firstError;

  /** Begins to measure anew: from then on the events that are due in a window. */
  void measure(long from, long to) {
    fromNanos = from;
    toNanos = to;
    events = 0;
    eventsInWindow = 0;
    heartbeats = 0;
    latencies.reset();
  }

  /** Takes the time once for all events of one read. */
  void beginRead() {
    readNanos = System.nanoTime();
  }

  /** Counts the events of the read. */
  void endRead(long eventsRead) {
    events += eventsRead;
    if (readNanos >= fromNanos && readNanos < toNanos) {
      eventsInWindow += eventsRead;
    }
  }

  void event(long dueNanos) {
    if (dueNanos >= fromNanos && dueNanos < toNanos) {
      latencies.recordValue(Math.min(Math.max(readNanos - dueNanos, 0), HIGHEST_NANOS));
    }
  }

  void outOfOrder(long expected, long got) {
    if (got > expected) {
      lost += got - expected;
    } else {
      duplicates++;
    }
  }

  void gap(String reason, long count) {
    gaps++;
    gapEvents += count;
    gapsByReason.merge(reason, 1L, Long::sum);
  }

  void heartbeat() {
    heartbeats++;
  }

  void error(String what) {
    errors++;
    if (firstError == null) {
      firstError = what;
    }
  }

  ClientReport report(long cpuNanos) {
    return new ClientReport(
        events,
        eventsInWindow,
        lost,
        duplicates,
        gaps,
        gapEvents,
        Map.copyOf(gapsByReason),
        heartbeats,
        errors,
        firstError,
        cpuNanos,
        Latency.of(latencies));
  }
}
