package io.github.ssebridge.benchmarks;

/** What serves the subscribers of a run. */
enum ArmKind {
  /** The hub and the route of this project. */
  ENGINE("engine"),
  /** A loop over the responses that writes the event's text to each. */
  NAIVE("naive"),
  /** The same loop with one buffer that was encoded once. */
  PRE_ENCODED("pre-encoded"),
  /** Vert.x without any code of ours and without a router. */
  RAW("raw Vert.x");

  private final String label;

  ArmKind(String label) {
    this.label = label;
  }

  /** How tables, JSON and pictures call it. */
  String label() {
    return label;
  }
}
