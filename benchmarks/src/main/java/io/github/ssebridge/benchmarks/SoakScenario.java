package io.github.ssebridge.benchmarks;

import java.util.List;

/** Whether subscriptions leave anything behind when they are gone. Stateless. */
final class SoakScenario implements Scenario {

  private static final int WATCHERS = 10;
  private static final int AT_ONCE = 64;
  private static final double EVENTS_PER_SECOND = 500;
  private static final double AN_HOUR = 3600;
  private static final long LOG_BYTES = 1 << 20;
  private static final long TOLERATED_HEAP_BYTES = 4 << 20;
  private static final int LOOKS = 200;
  private static final double LOOK_AGAIN_SECONDS = 0.1;

  /** The figures that are kept. */
  record Figures(
      int subscriptions,
      double seconds,
      double perSecond,
      int watchers,
      long heapBefore,
      long heapAfter,
      long heapGrowth,
      int subscribersBefore,
      int subscribersAfter,
      long eventsOfWatchers) {}

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public Outcome run(Bench bench) {
    int subscriptions = bench.scale().pick(200_000, 10_000, 200);
    try (Rig rig = bench.start(ServerSettings.of(ArmKind.ENGINE).withLogBytes(LOG_BYTES))) {
      rig.open(rig.connections(WATCHERS));
      bench.progress().say("soak: warming up with %,d subscriptions", subscriptions / 20);
      soak(rig, subscriptions / 20);
      int subscribersBefore = settle(rig);
      long heapBefore = rig.serverHeap();
      bench.progress().say("soak: opening and closing %,d subscriptions", subscriptions);
      rig.count();
      long start = System.nanoTime();
      soak(rig, subscriptions);
      double seconds = (System.nanoTime() - start) / 1e9;
      int subscribersAfter = settle(rig);
      long heapAfter = rig.serverHeap();
      Figures figures =
          new Figures(
              subscriptions,
              seconds,
              subscriptions / seconds,
              WATCHERS,
              heapBefore,
              heapAfter,
              heapAfter - heapBefore,
              subscribersBefore,
              subscribersAfter,
              rig.report().events());
      return outcome(figures, rig.faults());
    }
  }

  private static void soak(Rig rig, int subscriptions) {
    Load load = Load.of(EVENTS_PER_SECOND, 0, AN_HOUR);
    rig.begin(load.schedule());
    rig.soak(subscriptions, AT_ONCE);
    rig.stopPublishing();
    rig.awaitAll(rig.end(load).lastSequence());
  }

  /** How many subscribers there are when the server has seen all of them leave. */
  private static int settle(Rig rig) {
    int subscribers = rig.serverSubscribers();
    for (int i = 0; i < LOOKS && subscribers != WATCHERS; i++) {
      Clock.sleep(LOOK_AGAIN_SECONDS);
      subscribers = rig.serverSubscribers();
    }
    return subscribers;
  }

  private static Outcome outcome(Figures figures, Faults faults) {
    Table table =
        new Table("", "before", "after")
            .row("subscribers", figures.subscribersBefore, figures.subscribersAfter)
            .row("heap, bytes", figures.heapBefore, figures.heapAfter);
    Table pace =
        new Table("subscriptions", "seconds", "per second")
            .row(figures.subscriptions, figures.seconds, figures.perSecond);
    return new Outcome(
        figures,
        List.of(pace, table),
        List.of(
            faults.check(),
            Check.correctness(
                "subscribers in the end",
                String.valueOf(WATCHERS),
                String.valueOf(figures.subscribersAfter),
                figures.subscribersAfter == WATCHERS),
            Check.correctness(
                "growth of the heap",
                "at most %,d bytes".formatted(TOLERATED_HEAP_BYTES),
                "%,d bytes".formatted(figures.heapGrowth),
                figures.heapGrowth <= TOLERATED_HEAP_BYTES)));
  }
}
