package io.github.ssebridge.benchmarks;

/** One question to the server, and the runs that answer it. */
interface Scenario {

  /** The name on the command line. */
  String name();

  /** The name of the file with its figures: there is one directory for the scenarios of all. */
  default String file() {
    return name();
  }

  /** Runs it. */
  Outcome run(Bench bench);
}
