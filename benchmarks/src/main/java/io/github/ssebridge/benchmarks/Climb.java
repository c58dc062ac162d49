package io.github.ssebridge.benchmarks;

import java.util.List;

/**
 * How far one arm came.
 *
 * @param arm its label
 * @param steps the rates that were tried, ascending
 * @param repeats the best step again, which is what counts
 * @param sustained the deliveries a second of the repeats, zero if no step is sustained
 */
record Climb(
    String arm, List<Measured> steps, List<Measured> repeats, Spread sustained, Faults faults) {

  static Climb of(ArmKind arm, List<Measured> steps, List<Measured> repeats, Faults faults) {
    Spread sustained = Spread.of(repeats, Measured::deliveredPerSecond);
    return new Climb(arm.label(), steps, repeats, sustained, faults);
  }
}
