package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
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

/** Clients that come and go at random, between nodes that are at different places of a source. */
class ReturningClientsTest {

  private static final int STEPS = 1500;
  private static final int PARTITIONS = 3;

  static Stream<Integer> seeds() {
    return IntStream.range(0, 40).boxed();
  }

  private final List<SourceNode> nodes = new ArrayList<>();
  private final List<WanderingClient> clients = new ArrayList<>();
  private PartitionedSource source = new PartitionedSource(PARTITIONS);

  @ParameterizedTest
  @MethodSource("seeds")
  void getEveryRecordOnceAndInOrder(int seed) {
    Random random = new Random(seed);
    begin(random);
    for (int i = 0; i < STEPS; i++) {
      step(random);
    }
    finish();
    clients.forEach(client -> assertThat(client.gaps()).as("seed %s", seed).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void getPartitionsThatAreAddedFromTheirBeginning(int seed) {
    Random random = new Random(seed);
    begin(random);
    for (int i = 0; i < STEPS; i++) {
      if (i % 500 == 250) {
        source.addPartition();
      }
      step(random);
    }
    finish();
    clients.forEach(client -> assertThat(client.gaps()).as("seed %s", seed).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void areToldOfEachRecordThatTheSourceHasRemovedMeanwhile(int seed) {
    Random random = new Random(seed);
    begin(random);
    for (int i = 0; i < STEPS; i++) {
      if (i % 100 == 50) {
        // Only what each node has read: what it has not is another story.
        int partition = random.nextInt(PARTITIONS);
        long below =
            nodes.stream().mapToLong(node -> node.read[partition]).min().orElse(0)
                - random.nextInt(30);
        source.removeBelow(partition, below);
      }
      step(random);
    }
    finish();
  }

  private void begin(Random random) {
    LogOptions small = LogOptions.defaults().withMaxEvents(20 + random.nextInt(200));
    for (int i = 0; i < 100; i++) {
      source.produce(random.nextInt(PARTITIONS), anyKey(random));
    }
    for (int i = 0; i < 2; i++) {
      SourceNode node = new SourceNode(source, StreamOptions.defaults().withLog(small));
      node.openAt(random.nextBoolean() ? source.ends() : new long[PARTITIONS]);
      nodes.add(node);
    }
    for (int i = 0; i < 6; i++) {
      Set<String> keys = i % 3 == 2 ? Set.of("k1", "k2") : Set.of();
      clients.add(new WanderingClient(nodes, keys, random));
    }
  }

  private void step(Random random) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> source.produce(random.nextInt(source.partitions()), anyKey(random));
      case 3, 4 ->
          nodes
              .get(random.nextInt(2))
              .consume(random.nextInt(source.partitions()), random.nextInt(5));
      case 5, 6 -> clients.get(random.nextInt(clients.size())).readSome();
      default -> clients.get(random.nextInt(clients.size())).disconnect();
    }
  }

  private void finish() {
    nodes.forEach(SourceNode::consumeAll);
    for (WanderingClient client : clients) {
      await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(3))
          .untilAsserted(() -> client.assertComplete(source));
    }
    for (SourceNode node : nodes) {
      node.hub.close();
    }
  }

  private static String anyKey(Random random) {
    return "k" + random.nextInt(4);
  }
}
