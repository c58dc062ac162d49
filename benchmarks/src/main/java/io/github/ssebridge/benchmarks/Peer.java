package io.github.ssebridge.benchmarks;

import java.time.Duration;

/** One side of a run, server or load client, that does what it is asked until it is closed. */
interface Peer extends AutoCloseable {

  /** What it says when it has started. */
  <T> T awaitReady(Class<T> type);

  /** Asks, and waits for the answer, for so long at most. */
  <T> T ask(String command, Object argument, Class<T> type, Duration limit);

  @Override
  void close();
}
