package io.github.ssebridge;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How the readers of one stream on this node were at one moment.
 *
 * <p>Lag is told of those that read the log, {@link ReaderState#LIVE} or {@link
 * ReaderState#BEHIND}. What a connection has been handed counts as read, although the client may
 * not have it yet.
 */
public final class ReaderSample {

  private final Map<ReaderState, Integer> readers = new EnumMap<>(ReaderState.class);
  private long[] lags = {};
  private int lagCount;
  private long slowestMillis;

  ReaderSample() {
    for (ReaderState state : ReaderState.values()) {
      readers.put(state, 0);
    }
  }

  // What follows is for whoever takes the sample, until it is handed out.

  void add(ReaderState state) {
    readers.merge(state, 1, Integer::sum);
  }

  void add(ReaderState state, Lag lag) {
    add(state);
    if (lagCount == lags.length) {
      lags = Arrays.copyOf(lags, Math.max(16, 2 * lagCount));
    }
    lags[lagCount++] = lag.events();
    slowestMillis = Math.max(slowestMillis, lag.millis());
  }

  void add(ReaderSample other) {
    other.readers.forEach((state, count) -> readers.merge(state, count, Integer::sum));
    long[] both = Arrays.copyOf(lags, lagCount + other.lagCount);
    System.arraycopy(other.lags, 0, both, lagCount, other.lagCount);
    lags = both;
    lagCount = both.length;
    slowestMillis = Math.max(slowestMillis, other.slowestMillis);
  }

  /** How many readers were in each state, also where there was none. */
  public Map<ReaderState, Integer> readers() {
    return Map.copyOf(readers);
  }

  /** How many events each reader of the log was behind, in no order. */
  public LongStream lags() {
    return Arrays.stream(lags, 0, lagCount);
  }

  /** The most events that a reader of the log was behind. */
  public long slowestEvents() {
    return lags().max().orElse(0);
  }

  /**
   * For how long the log had had an event that a reader of it had not been handed; in milliseconds,
   * rounded down.
   */
  public Duration slowestAge() {
    return Duration.ofMillis(slowestMillis);
  }
}
