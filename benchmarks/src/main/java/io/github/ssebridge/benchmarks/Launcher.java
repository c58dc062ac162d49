package io.github.ssebridge.benchmarks;

/** Starts the two sides of a run. */
interface Launcher {

  Peer server(ServerSettings settings);

  Peer client();
}
