package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * How a stream keeps events, and what it does about slow clients.
 *
 * @param log the bounds of its log
 * @param overflow what a client gets that is too slow
 * @param replays how many times at once the source is read again, for clients that come back and
 *     are older than the log; those that are near to each other share one
 * @param snapshot for a stream that is a table, such as a compacted topic: clients without an id
 *     begin with the newest event of each key. Null for none. Only if the feed is a {@link
 *     ReplayableFeed}, which then reads the source from its beginning
 */
public record StreamOptions(
    LogOptions log, OverflowPolicy overflow, int replays, @Nullable SnapshotOptions snapshot) {

  /** Two replays at once. */
  public static final int DEFAULT_REPLAYS = 2;

  /** Options with the default number of replays. */
  public StreamOptions(LogOptions log, OverflowPolicy overflow) {
    this(log, overflow, DEFAULT_REPLAYS);
  }

  /** Options of a stream that is no table. */
  public StreamOptions(LogOptions log, OverflowPolicy overflow, int replays) {
    this(log, overflow, replays, null);
  }

  /**
   * Refuses less than one replay, and {@link OverflowPolicy#LATEST} without a bound on what it
   * keeps beyond the log.
   */
  public StreamOptions {
    if (replays < 1) {
      throw new IllegalArgumentException("replays must be at least 1, but is " + replays);
    }
    if (overflow == OverflowPolicy.LATEST
        && log.maxBytes() == LogOptions.NO_MAX_BYTES
        && log.maxEvents() == LogOptions.NO_MAX_EVENTS) {
      throw new IllegalArgumentException(
          "LATEST keeps the newest event of each key however old it is: set maxBytes or maxEvents");
    }
  }

  /** The default bounds, and {@link OverflowPolicy#GAP}. */
  public static StreamOptions defaults() {
    return new StreamOptions(LogOptions.defaults(), OverflowPolicy.GAP);
  }

  /** These options with other bounds of the log. */
  public StreamOptions withLog(LogOptions newLog) {
    return new StreamOptions(newLog, overflow, replays, snapshot);
  }

  /** These options with another policy. */
  public StreamOptions withOverflow(OverflowPolicy newOverflow) {
    return new StreamOptions(log, newOverflow, replays, snapshot);
  }

  /** These options with another number of replays. */
  public StreamOptions withReplays(int newReplays) {
    return new StreamOptions(log, overflow, newReplays, snapshot);
  }

  /** These options for a stream that is a table; null for one that is none. */
  public StreamOptions withSnapshot(@Nullable SnapshotOptions newSnapshot) {
    return new StreamOptions(log, overflow, replays, newSnapshot);
  }
}
