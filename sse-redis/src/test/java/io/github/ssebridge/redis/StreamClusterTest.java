package io.github.ssebridge.redis;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.id;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedisCluster;
import io.github.ssebridge.testkit.EmbeddedSentinel;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class StreamClusterTest {

  private static final int EVENTS = 3_000;

  @Test
  void losesAndRepeatsNothingWhileTheSlotOfTheStreamMovesUnderLoad() {
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start();
        TestStream stream = new TestStream(cluster.console(0), cluster.uri());
        FeedNodes nodes = new FeedNodes(stream::feed)) {
      Node node = nodes.node();
      FeedReader live = node.greeted();
      FeedReader other = nodes.reader();
      int slot = EmbeddedRedisCluster.slotOf(stream.key());
      int from = cluster.nodeOf(stream.key());
      CompletableFuture<Void> moves =
          CompletableFuture.runAsync(
              () -> {
                cluster.migrateSlot(slot, (from + 1) % 3);
                cluster.migrateSlot(slot, (from + 2) % 3);
              });
      publish(node, 0, EVENTS);
      moves.join();
      publish(node, EVENTS, EVENTS + 10);
      gets(live, numbers(0, EVENTS + 10));
      gets(other, numbers(0, EVENTS + 10));
      gets(nodes.withEvents(10).resuming(id(live, 100)), numbers(100, EVENTS + 10));
      assertThat(live.events("sse:gap")).isEmpty();
      assertThat(other.lastEventId()).isEqualTo(live.lastEventId()).endsWith("/" + (EVENTS + 10));
    }
  }

  @Test
  void goesOnAtTheNewMasterAfterAFailover() {
    try (EmbeddedSentinel sentinel = EmbeddedSentinel.start();
        TestStream stream = new TestStream(sentinel.console(), sentinel.uri());
        FeedNodes nodes = new FeedNodes(stream::feed)) {
      Node node = nodes.node();
      FeedReader live = node.greeted();
      publish(node, 0, 100);
      gets(live, numbers(0, 100));
      sentinel.awaitReplica();
      sentinel.failOver();
      Eventually.check(
          () -> assertThat(published(node, "100")).succeedsWithin(Duration.ofSeconds(5)));
      gets(live, numbers(0, 101));
      gets(nodes.withEvents(10).resuming(id(live, 50)), numbers(50, 101));
      assertThat(live.events("sse:gap")).isEmpty();
    }
  }

  private static void publish(Node node, int from, int to) {
    for (String data : numbers(from, to)) {
      published(node, data).join();
    }
  }

  private static CompletableFuture<Void> published(Node node, String data) {
    return node.hub().publish("stream", ServerSentEvent.of(data)).toCompletableFuture();
  }
}
