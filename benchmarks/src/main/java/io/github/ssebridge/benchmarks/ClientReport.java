package io.github.ssebridge.benchmarks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the subscribers of a load client have received. What went wrong is counted since the client
 * started, the rest since it was last told to measure.
 *
 * @param events all events
 * @param eventsInWindow those that were read within the measured window
 * @param lost those that are missing without a word
 * @param duplicates those that came again
 * @param gaps how many {@code sse:gap} came
 * @param gapEvents how many events they say are missing
 * @param gapsByReason how many came for each reason
 * @param heartbeats how many comments came
 * @param errors what could not be understood, and connections that broke
 * @param cpuNanos the CPU time of the client process
 */
record ClientReport(
    long events,
    long eventsInWindow,
    long lost,
    long duplicates,
    long gaps,
    long gapEvents,
    Map<String, Long> gapsByReason,
    long heartbeats,
    long errors,
    @Nullable String firstError,
    long cpuNanos,
    Latency latency) {}
