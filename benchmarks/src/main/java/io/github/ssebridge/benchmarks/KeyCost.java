package io.github.ssebridge.benchmarks;

/**
 * What an append costs the publisher's thread, in nanoseconds of CPU time.
 *
 * @param subscribers how many read one key each
 * @param unreadNanos appends to keys that nobody reads
 * @param allKeysNanos appends to all keys in turn
 */
record KeyCost(int subscribers, Spread unreadNanos, Spread allKeysNanos) {}
