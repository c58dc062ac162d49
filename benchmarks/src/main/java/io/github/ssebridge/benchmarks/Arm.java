package io.github.ssebridge.benchmarks;

import io.vertx.core.http.HttpServerRequest;

/** One way to carry events to subscribers. Requests come on the event loop. */
interface Arm {

  /** Answers a subscriber. */
  void accept(HttpServerRequest request);

  /**
   * Publishes an event; called by the publisher's thread only.
   *
   * @param key the number of its key, {@link #NO_KEY} if it has none
   * @param sequence its number among those that its subscribers get
   */
  void publish(int key, long sequence, long dueNanos);

  /** How many subscribers there are now; safe for use by any thread. */
  int subscribers();

  /** Stands for an event without a key. */
  int NO_KEY = -1;
}
