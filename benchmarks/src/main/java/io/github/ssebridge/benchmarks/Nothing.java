package io.github.ssebridge.benchmarks;

/** The argument of a command that takes none, and the answer of one that has nothing to say. */
record Nothing() {

  static final Nothing NOTHING = new Nothing();
}
