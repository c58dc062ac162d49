package io.github.ssebridge.kafka;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.story;
import static io.github.ssebridge.testkit.Eventually.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.EmbeddedKafkaCluster;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.UncleanElection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class LeaderChangeTest {

  private static final TopicSettings TWO_REPLICAS =
      TopicSettings.of(1).replicated(2).with(UncleanElection.TOPIC_SETTINGS);

  private static EmbeddedKafkaCluster cluster;

  private TestTopic topic;
  private KafkaNodes nodes;

  @BeforeAll
  static void start() {
    cluster = EmbeddedKafkaCluster.start(3);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    topic = TestTopic.missing(cluster);
    nodes = new KafkaNodes(cluster, topic);
  }

  @AfterEach
  void close() {
    nodes.close();
    topic.close();
  }

  @Test
  void tellsThatRecordsWereLostAndGivesThoseThatTookTheirPlace() {
    topic.create(TWO_REPLICAS);
    FeedReader live = nodes.reader();
    topic.produce(values(0, 10));
    gets(live, numbers(0, 10));
    UncleanElection election = UncleanElection.prepare(cluster, topic.name(), 0);
    topic.produce(values(100, 105));
    Eventually.check(() -> assertThat(live.data()).hasSize(15));
    FeedReader away = nodes.resuming(Eventually.id(live, 1));
    Eventually.check(() -> assertThat(away.data()).hasSize(14));
    away.close();
    FeedReader slow = nodes.withEvents(4).node().paused(Eventually.id(live, 3));
    Eventually.check(
        () -> {
          slow.takeSome(1);
          assertThat(slow.data()).startsWith("3", "4");
        });
    election.hold();
    topic.produce(values(10, 40));
    election.bringBackTheOthers();
    Eventually.check(() -> assertThat(live.data()).hasSize(45));
    assertThat(story(live)).isEqualTo(storyOf(numbers(0, 10), numbers(100, 105), numbers(10, 40)));
    slow.goOn();
    Eventually.check(() -> assertThat(slow.data()).endsWith("39"));
    assertThat(slow.data().stream().filter(data -> data.length() < 3))
        .containsExactlyElementsOf(numbers(3, 40));
    List<String> rest = storyOf(List.of(), List.of(), numbers(10, 40));
    comesBack(nodes.node(), away.lastEventId(), rest);
    comesBack(nodes.withEvents(15).node(), away.lastEventId(), rest);
    comesBack(nodes.withEvents(27).node(), away.lastEventId(), rest);
  }

  private void comesBack(Node node, String id, List<String> story) {
    FeedReader back = node.resuming(id);
    Eventually.check(() -> assertThat(story(back)).hasSizeGreaterThanOrEqualTo(story.size()));
    assertThat(story(back)).isEqualTo(story);
  }

  private static List<String> storyOf(List<String> before, List<String> lost, List<String> after) {
    return Stream.of(before, lost, List.of("gap source-reset"), after)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void goesOnLiveAndInAReplayWhileEachBrokerRestarts() {
    topic.create(TopicSettings.of(3).replicated(3));
    FeedReader live = nodes.reader();
    topic.produce("0");
    gets(live, "0");
    String id = live.lastEventId();
    for (int i = 1; i < 50_000; i++) {
      topic.produceLaterTo(i % 3, String.valueOf(i));
    }
    FeedReader slow = nodes.withEvents(100).node().paused(id);
    CompletableFuture<Void> restarts = CompletableFuture.runAsync(cluster::restartEachBroker);
    int[] next = {50_000};
    Eventually.until(
        () -> {
          slow.takeSome(4000);
          topic.produceLaterTo(next[0] % 3, String.valueOf(next[0]++));
          return restarts.isDone();
        });
    restarts.join();
    slow.goOn();
    topic.produce("last");
    Eventually.check(() -> assertThat(live.data()).hasSize(next[0] + 1));
    Eventually.check(() -> assertThat(slow.data()).hasSize(next[0]));
    assertThat(live.data()).doesNotHaveDuplicates();
    assertThat(slow.data()).doesNotHaveDuplicates();
    assertThat(live.events("sse:gap")).isEmpty();
    assertThat(slow.events("sse:gap")).isEmpty();
  }
}
