package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs to decode an event, by us and by others. Stateless. */
final class DecodeScenario extends CodecScenario {

  private static final int ROUNDS = 4;
  private static final List<String> METHODS = List.of("inOneChunk", "inChunksOf1KiB");

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public Outcome run(Bench bench) {
    Timings timings = new Timings(bench);
    timings.inRounds(
        ROUNDS,
        () ->
            Decoders.names()
                .forEach(peer -> timings.run(DecodeComparison.class, Map.of("peer", peer))));
    Table table =
        new Table("decoder", "in one chunk, ns", "B/op", "in chunks of 1 KiB, ns", "B/op");
    for (String peer : Decoders.names()) {
      List<Object> row = new ArrayList<>(List.of(peer));
      for (String method : METHODS) {
        row.add(timings.nanos(method, peer));
        row.add(Math.rint(timings.of(method, peer).allocatedBytes()));
      }
      table.row(row.toArray());
    }
    List<Check> checks = new ArrayList<>();
    for (String method : METHODS) {
      String fastest = timings.fastest(Decoders.peers(), method);
      checks.add(
          times(
              "%s, faster than %s".formatted(method, fastest),
              2,
              timings.nanos(method, Decoders.OURS),
              timings.nanos(method, fastest)));
    }
    return new Outcome(new Figures(jdk(), timings.all()), List.of(table), checks);
  }
}
