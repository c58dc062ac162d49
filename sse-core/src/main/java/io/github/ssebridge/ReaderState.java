package io.github.ssebridge;

/** What a reader of a stream is doing. */
public enum ReaderState {
  /** It had been handed all there was when it was woken last. */
  LIVE,
  /** There is more than its connection has taken so far. */
  BEHIND,
  /** It is handed what the log does not have: from a replay of the source, or from a table. */
  REPLAYING,
  /** It has not begun: for the feed, for its turn to have a replay, for a table to be complete. */
  WAITING
}
