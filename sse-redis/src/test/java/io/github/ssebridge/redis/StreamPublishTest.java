package io.github.ssebridge.redis;

import static io.github.ssebridge.testkit.Eventually.gets;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StreamPublishTest extends NodesOfOneStream {

  @Test
  void bringsWhatOneNodePublishesToEveryNodeUnderTheIdOfTheEntry() {
    Node node = nodes.node();
    FeedReader here = node.greeted();
    FeedReader there = nodes.reader();
    publish(node, "k", ServerSentEvent.of("tick", "1"));
    gets(here, "1");
    gets(there, "1");
    ServerSentEvent event = there.events("tick").get(0);
    assertThat(event).isEqualTo(here.events("tick").get(0));
    assertThat(stream.ids()).containsExactly(Objects.requireNonNull(event.id()).split("/", 2)[0]);
  }

  @Test
  void publishesForAKeyWithoutAReaderOfTheWholeStream() {
    Node node = nodes.node();
    FeedReader mine = node.of("mine", null);
    Eventually.greeted(mine);
    publish(node, "yours", ServerSentEvent.of("1"));
    publish(node, "mine", ServerSentEvent.of("2"));
    gets(mine, "2");
  }

  private static void publish(Node node, String key, ServerSentEvent event) {
    assertThat(node.hub().publish("stream", key, event).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(5));
  }
}
