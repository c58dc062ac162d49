package io.github.ssebridge;

/**
 * What one log of a stream has been given from when it was opened, or all of them together.
 *
 * @param replays how many replays have been started beside it
 */
record LogTotals(EventLog.Extent appended, SampledTime encoding, long replays) {

  static final LogTotals NOTHING = new LogTotals(new EventLog.Extent(0, 0), SampledTime.NONE, 0);

  static LogTotals ofEncoding(SampledTime encoding) {
    return new LogTotals(NOTHING.appended, encoding, 0);
  }

  LogTotals plus(LogTotals other) {
    return new LogTotals(
        appended.plus(other.appended), encoding.plus(other.encoding), replays + other.replays);
  }
}
