package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Measures one rig's cost per append with more and more subscribers. Owned by one thread. */
final class KeyCosts {

  private static final int BURST = 1000;

  private final Bench bench;
  private final Rig rig;
  private final int keys;
  private long lastSequence;
  private int subscribers;

  KeyCosts(Bench bench, Rig rig, int keys) {
    this.bench = bench;
    this.rig = rig;
    this.keys = keys;
  }

  /** The cost at each number of subscribers, ascending. */
  List<KeyCost> measure(List<Integer> points) {
    int firstUnread = points.get(points.size() - 1);
    double warmSeconds = bench.scale().pick(5.0, 2.0, 0.1);
    bench.progress().say("keyed: warming up for %.0f s", 2 * warmSeconds);
    perAppend(firstUnread, keys - firstUnread, warmSeconds);
    perAppend(0, keys, warmSeconds);
    return points.stream().map(point -> measure(point, firstUnread)).toList();
  }

  private KeyCost measure(int point, int firstUnread) {
    double seconds = bench.scale().pick(1.2, 1.0, 0.1);
    int repeats = bench.scale().pick(3, 1, 1);
    rig.open(
        rig.connections(point - subscribers).withKeysFrom(subscribers).expecting(lastSequence + 1));
    subscribers = point;
    bench.progress().say("keyed: cost per append with %,d subscribers", subscribers);
    List<Double> unread = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      unread.add(perAppend(firstUnread, keys - firstUnread, seconds));
      all.add(perAppend(0, keys, seconds));
    }
    return new KeyCost(
        subscribers, Spread.of(unread, nanos -> nanos), Spread.of(all, nanos -> nanos));
  }

  private double perAppend(int firstKey, int count, double seconds) {
    double rate = bench.scale().pick(100_000.0, 100_000.0, 10_000.0);
    Published published =
        rig.publish(Load.of(rate, 0, seconds).withBurst(BURST).withKeys(firstKey, count));
    if (firstKey == 0) {
      lastSequence = published.lastSequence();
      rig.awaitAll(lastSequence);
    }
    return published.publisherCpuNanos() / (double) Math.max(published.windowEvents(), 1);
  }
}
