package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Offers one rig more and more. Owned by one thread. */
final class Ladder {

  // A step that fails for a hiccup of the machine gets another chance, one that is too high does
  // not
  // need more.
  private static final int TRIES = 3;

  private final Bench bench;
  private final Rig rig;
  private final String name;
  private final double warmSeconds;
  private final double seconds;
  private final int repeats;

  Ladder(Bench bench, Rig rig, String name) {
    this.bench = bench;
    this.rig = rig;
    this.name = name;
    this.warmSeconds = bench.scale().pick(1.0, 0.5, 0.1);
    this.seconds = bench.scale().pick(3.0, 2.0, 0.2);
    this.repeats = bench.scale().pick(3, 1, 1);
  }

  /** The steps up to the first that fails however often it is tried, all tries included. */
  List<Measured> climb(double[] rates) {
    List<Measured> steps = new ArrayList<>();
    for (double rate : rates) {
      Measured step = measure(rate);
      steps.add(step);
      for (int tries = 1; tries < TRIES && !step.isSustained() && step.missing() == 0; tries++) {
        step = measure(rate);
        steps.add(step);
      }
      if (!step.isSustained()) {
        break;
      }
    }
    return steps;
  }

  /** The highest step that most of its repeats confirm; empty if there is none. */
  List<Measured> repeatBest(List<Measured> steps) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (!steps.get(i).isSustained()) {
        continue;
      }
      List<Measured> again = new ArrayList<>();
      for (int j = 0; j < repeats; j++) {
        again.add(measure(steps.get(i).eventsPerSecond()));
      }
      if (2 * again.stream().filter(Measured::isSustained).count() > repeats) {
        return again;
      }
    }
    return List.of();
  }

  private Measured measure(double rate) {
    bench.progress().say("%s, %,.0f events/s for %.1f s", name, rate, warmSeconds + seconds);
    return rig.measure(Load.of(rate, warmSeconds, seconds));
  }
}
