package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What must not happen in any run, however slow the server is.
 *
 * @param lost events that were left out without a word
 * @param duplicates events that came again
 * @param gapEvents events that were announced as missing where none should be
 * @param missing deliveries that had not come when the wait for them ended
 * @param errors what could not be understood, and connections that broke
 */
record Faults(
    long lost,
    long duplicates,
    long gapEvents,
    long missing,
    long errors,
    @Nullable String firstError) {

  static final Faults NONE = new Faults(0, 0, 0, 0, 0, null);

  /** Those of a run in which nothing may be missing. */
  static Faults of(ClientReport report, long missing) {
    return new Faults(
        report.lost(),
        report.duplicates(),
        report.gapEvents() + report.gaps(),
        missing,
        report.errors(),
        report.firstError());
  }

  /** The same without what an overloaded server may do: be late, and say what it left out. */
  Faults ofOverload() {
    return new Faults(lost, duplicates, 0, 0, errors, firstError);
  }

  Faults and(Faults other) {
    return new Faults(
        lost + other.lost,
        duplicates + other.duplicates,
        gapEvents + other.gapEvents,
        missing + other.missing,
        errors + other.errors,
        firstError != null ? firstError : other.firstError);
  }

  boolean isNone() {
    return lost + duplicates + gapEvents + missing + errors == 0;
  }

  /** The check that there are none. */
  Check check() {
    String found =
        isNone()
            ? "none"
            : "%d lost, %d twice, %d in gaps, %d missing, %d errors%s"
                .formatted(
                    lost,
                    duplicates,
                    gapEvents,
                    missing,
                    errors,
                    firstError == null ? "" : " (" + firstError + ")");
    return Check.correctness("faults of delivery", "none", found, isNone());
  }
}
