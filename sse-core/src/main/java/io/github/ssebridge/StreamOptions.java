package io.github.ssebridge;

/**
 * How a stream keeps events, and what it does about slow clients.
 *
 * @param log the bounds of its log
 * @param overflow what a client gets that is too slow
 */
public record StreamOptions(LogOptions log, OverflowPolicy overflow) {

  /** Refuses {@link OverflowPolicy#LATEST} without a bound on what it keeps beyond the log. */
  public StreamOptions {
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
    return new StreamOptions(newLog, overflow);
  }

  /** These options with another policy. */
  public StreamOptions withOverflow(OverflowPolicy newOverflow) {
    return new StreamOptions(log, newOverflow);
  }
}
