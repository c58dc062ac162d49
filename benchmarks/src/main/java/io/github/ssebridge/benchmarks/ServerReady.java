package io.github.ssebridge.benchmarks;

/**
 * What a server process says when it listens.
 *
 * @param port where
 * @param nativeTransport whether it uses the operating system's own, such as epoll
 * @param vertx the version of Vert.x
 */
record ServerReady(int port, boolean nativeTransport, String vertx) {}
