package io.github.ssebridge;

/**
 * How a stream keeps events, and what it does about slow clients.
 *
 * @param log the bounds of its log
 * @param overflow what a client gets that is too slow
 * @param replays how many times at once the source is read again, for clients that come back and
 *     are older than the log; those that are near to each other share one
 */
public record StreamOptions(LogOptions log, OverflowPolicy overflow, int replays) {

  /** Two replays at once. */
  public static final int DEFAULT_REPLAYS = 2;

  /** Options with the default number of replays. */
  public StreamOptions(LogOptions log, OverflowPolicy overflow) {
    this(log, overflow, DEFAULT_REPLAYS);
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
    return new StreamOptions(newLog, overflow, replays);
  }

  /** These options with another policy. */
  public StreamOptions withOverflow(OverflowPolicy newOverflow) {
    return new StreamOptions(log, newOverflow, replays);
  }

  /** These options with another number of replays. */
  public StreamOptions withReplays(int newReplays) {
    return new StreamOptions(log, overflow, newReplays);
  }
}
