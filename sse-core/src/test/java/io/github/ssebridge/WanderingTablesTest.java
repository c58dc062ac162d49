package io.github.ssebridge;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of a table that come and go at random, between nodes, while the source is compacted. */
class WanderingTablesTest {

  private static final int STEPS = 1500;
  private static final int PARTITIONS = 3;
  private static final int KEYS = 40;

  static Stream<Integer> seeds() {
    return IntStream.range(0, 40).boxed();
  }

  private final PartitionedSource source = new PartitionedSource(PARTITIONS);
  private final List<SourceNode> nodes = new ArrayList<>();
  private final List<WanderingClient> clients = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("seeds")
  void endWithTheNewestOfEachKey(int seed) {
    Random random = new Random(seed);
    begin(random);
    for (int i = 0; i < STEPS; i++) {
      step(random);
    }
    nodes.forEach(SourceNode::consumeAll);
    clients.forEach(client -> awaitTable(client, seed));
    nodes.forEach(node -> node.hub.close());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endWithTheNewestOfEachKeyThoughDeletionsAreGone(int seed) {
    Random random = new Random(seed);
    begin(random);
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(100) == 0) {
        compact();
      }
      step(random);
    }
    nodes.forEach(SourceNode::consumeAll);
    clients.forEach(client -> awaitTable(client, seed));
    nodes.forEach(node -> node.hub.close());
  }

  private void begin(Random random) {
    LogOptions small = LogOptions.defaults().withMaxEvents(20 + random.nextInt(200));
    StreamOptions table =
        StreamOptions.defaults().withLog(small).withSnapshot(SnapshotOptions.defaults());
    for (int i = 0; i < 60; i++) {
      produce(random);
    }
    for (int i = 0; i < 2; i++) {
      SourceNode node = new SourceNode(source, table);
      node.openAt(new long[PARTITIONS]);
      nodes.add(node);
    }
    for (int i = 0; i < 6; i++) {
      Set<String> keys = i % 3 == 2 ? Set.of("k1", "k2", "k5") : Set.of();
      clients.add(new WanderingClient(nodes, keys, random));
    }
  }

  private void step(Random random) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> produce(random);
      case 3, 4 -> nodes.get(random.nextInt(2)).consume(random.nextInt(PARTITIONS), 5);
      case 5, 6 -> clients.get(random.nextInt(clients.size())).readSome();
      default -> clients.get(random.nextInt(clients.size())).disconnect();
    }
  }

  /** A key is in one partition always. */
  private void produce(Random random) {
    int key = random.nextInt(KEYS);
    if (random.nextInt(4) == 0) {
      source.delete(key % PARTITIONS, "k" + key);
    } else {
      source.produce(key % PARTITIONS, "k" + key);
    }
  }

  /** Long after what it removes has been read: who is connected has got it, or is about to. */
  private void compact() {
    clients.forEach(WanderingClient::disconnect);
    source.compact(
        IntStream.range(0, PARTITIONS)
            .mapToLong(i -> nodes.stream().mapToLong(node -> node.read[i]).min().orElse(0))
            .toArray());
  }

  private void awaitTable(WanderingClient client, int seed) {
    await("seed " + seed)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> client.assertTable(source));
  }
}
