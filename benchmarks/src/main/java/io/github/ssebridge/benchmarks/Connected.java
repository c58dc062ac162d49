package io.github.ssebridge.benchmarks;

/**
 * What became of a {@link Connect}.
 *
 * @param startNanos when the first connection was begun
 * @param openNanos when the last had its head
 */
record Connected(long startNanos, long openNanos) {}
