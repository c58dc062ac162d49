package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What one load on a number of subscribers came to.
 *
 * @param eventsPerSecond what was to be published
 * @param publishedPerSecond what was published in the measured window
 * @param subscribers how many had to get each event
 * @param offeredPerSecond the deliveries that this asks for
 * @param deliveredPerSecond the deliveries within the measured window
 * @param missing deliveries that had not come when the wait for them ended
 * @param lost events that were left out without a word
 * @param duplicates events that came again
 * @param gapEvents events that an {@code sse:gap} said are missing
 * @param errors what could not be understood, and connections that broke
 * @param cpuNanosPerDelivery the server's CPU time, in nanoseconds
 * @param serverCpu the server's CPU time, in cores
 * @param clientCpu the client's CPU time, in cores
 * @param publisherLateMillis how late the publisher was at worst
 * @param latencyMillis from when an event was due until it was read
 */
record Measured(
    double eventsPerSecond,
    double publishedPerSecond,
    int subscribers,
    double offeredPerSecond,
    double deliveredPerSecond,
    long missing,
    long lost,
    long duplicates,
    long gapEvents,
    long errors,
    @Nullable String firstError,
    double cpuNanosPerDelivery,
    double serverCpu,
    double clientCpu,
    double publisherLateMillis,
    Latency latencyMillis) {

  private static final double ENOUGH = 0.995;
  private static final double P99_MILLIS = 100;

  /** Whether the server kept up: nearly all delivered in time, and nothing left out. */
  boolean isSustained() {
    // The window's edges may cut through the deliveries of one event.
    double atEdge = offeredPerSecond / Math.max(latencyMillis.events(), 1) * subscribers;
    return deliveredPerSecond + atEdge >= ENOUGH * offeredPerSecond
        && missing == 0
        && lost == 0
        && gapEvents == 0
        && latencyMillis.p99() < P99_MILLIS;
  }
}
