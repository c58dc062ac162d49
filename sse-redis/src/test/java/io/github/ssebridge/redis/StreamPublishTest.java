package io.github.ssebridge.redis;

import static io.github.ssebridge.testkit.Eventually.gets;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamPublishTest extends NodesOfOneStream {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void publishesToTheReadersOfEveryNode() {
    Node here = nodes.node();
    FeedReader reader = here.greeted();
    FeedReader there = nodes.reader();
    FeedReader ofOneKey = nodes.node().of("customer 7", null);
    Eventually.greeted(ofOneKey);
    publish(here, null, ServerSentEvent.of("1"));
    publish(here, "customer 7", ServerSentEvent.of("order", "2"));
    List.of(reader, there).forEach(each -> gets(each, "1", "2"));
    gets(ofOneKey, "2");
    assertThat(there.events("order")).hasSize(1);
  }

  @Test
  void refusesToPublishAnEventThatHasAnId() {
    CompletionStage<Void> refused =
        nodes.node().hub().publish("stream", ServerSentEvent.of("1").withId("7"));
    assertThat(refused.toCompletableFuture())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withCauseInstanceOf(IllegalArgumentException.class);
  }

  private static void publish(Node node, @Nullable String key, ServerSentEvent event) {
    assertThat(node.hub().publish("stream", key, event).toCompletableFuture())
        .succeedsWithin(LIMIT);
  }
}
