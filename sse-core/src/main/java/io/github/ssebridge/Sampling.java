package io.github.ssebridge;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Looks how all readers of a hub are, those of each loop on its thread and a few at a time. */
final class Sampling {

  private Sampling() {}

  static CompletableFuture<Map<String, ReaderSample>> of(
      Collection<String> streams, Collection<LoopSubscriptions> loops) {
    List<CompletableFuture<Map<String, ReaderSample>>> visits =
        loops.stream().map(loop -> visit(streams, loop)).toList();
    return CompletableFuture.allOf(visits.toArray(new CompletableFuture<?>[0]))
        .thenApply(
            done -> {
              Map<String, ReaderSample> all = samples(streams);
              visits.forEach(visit -> visit.join().forEach((name, part) -> add(part, name, all)));
              return Map.copyOf(all);
            });
  }

  private static CompletableFuture<Map<String, ReaderSample>> visit(
      Collection<String> streams, LoopSubscriptions loop) {
    // Of this loop alone, so that no two threads write to it.
    Map<String, ReaderSample> seen = samples(streams);
    return loop.visit(subscription -> subscription.addTo(seen)).thenApply(done -> seen);
  }

  private static Map<String, ReaderSample> samples(Collection<String> streams) {
    Map<String, ReaderSample> samples = new HashMap<>();
    streams.forEach(name -> samples.put(name, new ReaderSample()));
    return samples;
  }

  private static void add(ReaderSample part, String name, Map<String, ReaderSample> all) {
    Objects.requireNonNull(all.get(name)).add(part);
  }
}
