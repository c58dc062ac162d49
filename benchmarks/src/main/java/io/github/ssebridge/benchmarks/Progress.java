package io.github.ssebridge.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/** Says what runs now. Owned by the thread of the command. */
final class Progress {

  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  /** A line with the seconds since the start. */
  void say(String format, Object... values) {
    long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
    out.printf(Locale.ROOT, "%4d s  %s%n", seconds, String.format(Locale.ROOT, format, values));
  }
}
