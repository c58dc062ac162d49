package io.github.ssebridge.kafka;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.StartPoint;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class OutageTest extends NodesOfOneTopic {

  @BeforeEach
  void open() {
    topic.create(1);
  }

  @Test
  void saysThatNoBrokerAnswersAndGoesOnLiveAndInAReplayWhenOneIsBack() {
    String id = idOfFirst();
    topic.produce(values(0, 30_000));
    Node node = nodes.withEvents(4).node();
    FeedReader live = node.greeted();
    FeedReader slow = node.paused(id);
    Eventually.check(
        () -> {
          slow.takeSome(1);
          assertThat(slow.data()).isNotEmpty();
        });
    kafka.stop();
    FeedReader earliest;
    try {
      Eventually.check(() -> assertThat(state(node)).isEqualTo(FeedStatus.State.UNREACHABLE));
      slow.goOn();
      earliest = node.from(StartPoint.EARLIEST);
      assertThat(live.isOpen() && slow.isOpen()).isTrue();
    } finally {
      kafka.startAgain();
    }
    Eventually.check(() -> assertThat(state(node)).isEqualTo(FeedStatus.State.READING));
    topic.produce("30000");
    gets(live, "30000");
    gets(slow, numbers(0, 30_001));
    Eventually.check(() -> assertThat(earliest.data()).hasSize(30_002));
    assertThat(live.events("sse:gap")).isEmpty();
    assertThat(slow.events("sse:gap")).isEmpty();
  }

  @Test
  void leavesNothingBehindThatIsStoppedWhileItReadsAndAsks() {
    String id = idOfFirst();
    topic.produce(values(0, 30_000));
    Node node = nodes.withEvents(4).node();
    node.greeted();
    FeedReader slow = node.paused(id);
    Eventually.check(
        () -> {
          slow.takeSome(1);
          assertThat(slow.data()).isNotEmpty();
        });
    node.from(StartPoint.EARLIEST);
    node.hub().close();
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingBehindThatIsStoppedWhileNoBrokerAnswers() {
    String id = idOfFirst();
    topic.produce(values(0, 30_000));
    Node node = nodes.withEvents(4).node();
    node.greeted();
    FeedReader slow = node.paused(id);
    Eventually.check(
        () -> {
          slow.takeSome(1);
          assertThat(slow.data()).isNotEmpty();
        });
    kafka.stop();
    try {
      slow.goOn();
      node.from(StartPoint.EARLIEST);
      Eventually.check(() -> assertThat(state(node)).isEqualTo(FeedStatus.State.UNREACHABLE));
      node.hub().close();
      assertNothingIsLeft();
    } finally {
      kafka.startAgain();
    }
  }

  private void assertNothingIsLeft() {
    nodes.close();
    Eventually.check(
        Duration.ofSeconds(10),
        () -> {
          assertThat(Eventually.threads("sse-kafka-")).isZero();
          assertThat(Eventually.threads("sse-replay-")).isZero();
          assertThat(KafkaBeans.consumers()).isZero();
          assertThat(KafkaBeans.admins()).isZero();
        });
  }

  private static FeedStatus.State state(Node node) {
    return node.status().state();
  }

  private String idOfFirst() {
    FeedReader reader = nodes.reader();
    topic.produce("first");
    gets(reader, "first");
    reader.close();
    return reader.lastEventId();
  }
}
