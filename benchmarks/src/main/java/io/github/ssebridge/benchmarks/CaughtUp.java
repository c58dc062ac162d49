package io.github.ssebridge.benchmarks;

/**
 * Whether all subscribers have got an event.
 *
 * @param missing how many deliveries have not come within the time given
 * @param atNanos when that was known
 */
record CaughtUp(long missing, long atNanos) {

  /**
   * The question.
   *
   * @param sequence the event
   * @param millis how long to wait for it
   */
  record Await(long sequence, long millis) {}
}
