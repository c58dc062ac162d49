package io.github.ssebridge.benchmarks;

/**
 * A command to a load client: open and close subscriptions.
 *
 * @param port where the server listens
 * @param subscriptions how many in all
 * @param atOnce how many at the same time
 */
record Soak(int port, int subscriptions, int atOnce) {}
