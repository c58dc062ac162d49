package io.github.ssebridge.benchmarks;

import java.util.List;

/**
 * What a scenario came to.
 *
 * @param figures what is kept as JSON
 * @param tables what is printed
 * @param checks the bars
 */
record Outcome(Object figures, List<Table> tables, List<Check> checks) {

  boolean isCorrect() {
    return checks.stream().allMatch(check -> check.holds() || !check.correctness());
  }
}
