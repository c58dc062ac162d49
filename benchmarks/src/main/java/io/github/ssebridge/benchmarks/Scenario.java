package io.github.ssebridge.benchmarks;

/** One question to the server, and the runs that answer it. */
interface Scenario {

  /** The name on the command line and of the file with its figures. */
  String name();

  /** Runs it. */
  Outcome run(Bench bench);
}
