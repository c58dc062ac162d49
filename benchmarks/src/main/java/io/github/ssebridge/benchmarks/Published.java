package io.github.ssebridge.benchmarks;

/**
 * What became of a schedule.
 *
 * @param lastSequence the sequence number of the last event, with keys that of each key's last
 * @param cpuNanos the CPU time of the server process in the measured window
 * @param publisherCpuNanos the CPU time of the publisher's thread in it
 * @param windowNanos how long the window was
 * @param windowEvents how many events were published in it
 * @param lateNanos how late the latest event of it was
 */
record Published(
    long lastSequence,
    long cpuNanos,
    long publisherCpuNanos,
    long windowNanos,
    long windowEvents,
    long lateNanos) {}
