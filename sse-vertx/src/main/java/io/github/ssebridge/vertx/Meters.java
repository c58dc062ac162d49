package io.github.ssebridge.vertx;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Registers meters, and takes those away again that it has registered. */
final class Meters {

  private final MeterRegistry registry;
  private final Tags common;
  private final Queue<Meter> registered = new ConcurrentLinkedQueue<>();

  Meters(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
  }

  /** A count that only grows; the registry does not keep what it is read from. */
  <T> void count(What what, Tags tags, T from, ToDoubleFunction<T> read) {
    registered.add(
        FunctionCounter.builder(what.name(), from, read)
            .baseUnit(what.unit())
            .description(what.description())
            .tags(common.and(tags))
            .register(registry));
  }

  /** What something is now; the registry does not keep what it is read from. */
  <T> void gauge(What what, Tags tags, T from, ToDoubleFunction<T> read) {
    registered.add(
        Gauge.builder(what.name(), from, read)
            .baseUnit(what.unit())
            .description(what.description())
            .tags(common.and(tags))
            .register(registry));
  }

  /** How often something was timed, and how many nanoseconds that took. */
  <T> void time(
      What what, Tags tags, T from, ToLongFunction<T> count, ToDoubleFunction<T> totalNanos) {
    registered.add(
        FunctionTimer.builder(what.name(), from, count, totalNanos, TimeUnit.NANOSECONDS)
            .description(what.description())
            .tags(common.and(tags))
            .register(registry));
  }

  /** A histogram with these bounds. */
  DistributionSummary histogram(What what, Tags tags, double... bounds) {
    DistributionSummary made =
        DistributionSummary.builder(what.name())
            .baseUnit(what.unit())
            .description(what.description())
            .tags(common.and(tags))
            .serviceLevelObjectives(bounds)
            .register(registry);
    registered.add(made);
    return made;
  }

  void removeAll() {
    registered.forEach(registry::remove);
  }

  /**
   * What a meter is about.
   *
   * @param name ends with the unit where that is a word, so that no exporter adds it
   * @param unit what it counts, null for nothing that has a name
   * @param description one phrase for who looks at the exporter's output
   */
  record What(String name, @Nullable String unit, String description) {}
}
