package io.github.ssebridge.benchmarks;

/** The events to measure, by when they are due: from the first moment to before the second. */
record MeasuredWindow(long fromNanos, long toNanos) {}
