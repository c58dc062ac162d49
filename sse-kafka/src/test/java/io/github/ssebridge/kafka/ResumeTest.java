package io.github.ssebridge.kafka;

import static io.github.ssebridge.testkit.Eventually.gap;
import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.getsInAnyOrder;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.story;
import static io.github.ssebridge.testkit.Eventually.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.StartPoint;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ResumeTest extends NodesOfOneTopic {

  @Test
  void tellsHowManyRecordsOfEachPartitionRetentionRemovedMeanwhile() {
    topic.create(2);
    String id = idAfter(List.of("a", "b"), 0);
    topic.produce(values(0, 40));
    topic.produceTo(1, "other 0", "other 1", "other 2");
    topic.removeBelow(12);
    topic.content().removeBelow(1, 2);
    FeedReader back = nodes.withEvents(4).resuming(id);
    List<String> left = new ArrayList<>(numbers(10, 40));
    left.add("other 2");
    getsInAnyOrder(back, left);
    assertThat(gap(back)).contains("\"expired\"", "\"count\":12", "{\"0\":10,\"1\":2}");
    assertThat(story(back)).startsWith("gap expired");
    topic.produce("next");
    left.add("next");
    getsInAnyOrder(back, left);
  }

  @Test
  void tellsAClientThatIsBeyondTheEndAndGoesOnWithWhatIsProducedNext() {
    topic.create(1);
    idAfter(List.of("a", "b"), 0);
    Node node = nodes.node();
    node.greeted();
    FeedReader beyond = node.resuming(id(1000));
    FeedReader known = node.resuming(id(KafkaPosition.of(1000, 0)));
    Eventually.check(() -> assertThat(gap(beyond)).contains("\"source-reset\""));
    Eventually.check(() -> assertThat(gap(known)).contains("\"source-reset\""));
    topic.produce("c", "d");
    gets(beyond, "c", "d");
    gets(known, "c", "d");
  }

  @Test
  void losesNothingAfterTellingAClientBeyondTheEndOfATopicThatIsWrittenTo() {
    topic.create(1);
    idAfter(List.of("a"), 0);
    Node node = nodes.node();
    node.greeted();
    FeedReader beyond = node.resuming(id(KafkaPosition.of(1_000_000, 0)));
    int[] produced = {0};
    Eventually.check(
        () -> {
          topic.produce(String.valueOf(produced[0]++));
          assertThat(gap(beyond)).contains("\"source-reset\"");
        });
    topic.produce("last");
    Eventually.check(() -> assertThat(beyond.data()).endsWith("last"));
    long told = offsetOf(Objects.requireNonNull(beyond.events("sse:gap").get(0).id()));
    assertThat(beyond.data().subList(0, beyond.data().size() - 1))
        .containsExactlyElementsOf(numbers((int) told - 1, produced[0]));
  }

  @Test
  void goesOnWithinTheLogOfAnotherNode() {
    topic.create(3);
    String id = idAfter(List.of("a", "b"), 0);
    topic.produce("c");
    topic.produceTo(1, "d");
    topic.produceTo(2, "e");
    FeedReader back = nodes.resuming(id);
    getsInAnyOrder(back, List.of("c", "d", "e"));
    assertThat(back.events("sse:gap")).isEmpty();
    assertThat(Eventually.threads("sse-replay")).isZero();
  }

  @Test
  void givesPartitionsThatWereAddedMeanwhileFromTheirBeginning() {
    topic.create(1);
    String id = idAfter(List.of("a", "b"), 0);
    topic.addPartitions(3);
    topic.produceTo(1, values(0, 20));
    topic.produceTo(2, values(20, 40));
    topic.produce(values(40, 60));
    getsInAnyOrder(nodes.resuming(id), numbers(0, 60));
    FeedReader replayed = nodes.withEvents(4).resuming(id);
    getsInAnyOrder(replayed, numbers(0, 60));
    topic.produceTo(2, "60");
    getsInAnyOrder(replayed, numbers(0, 61));
    assertThat(replayed.events("sse:gap")).isEmpty();
  }

  @Test
  void takesTheIdOfANodeThatKnowsOfAddedPartitionsAlready() {
    topic.create(1);
    topic.produce("a");
    Node slow = nodes.node();
    slow.greeted();
    topic.addPartitions(2);
    topic.produceTo(1, "b");
    FeedReader ahead = nodes.node().from(StartPoint.EARLIEST);
    getsInAnyOrder(ahead, List.of("a", "b"));
    FeedReader back = slow.resuming(ahead.lastEventId());
    topic.produceTo(1, "c");
    gets(back, "c");
    assertThat(back.events("sse:gap")).isEmpty();
  }

  @Test
  void readsPartitionsThatAreAddedDuringAReplay() {
    topic.create(1);
    String id = idAfter(List.of("a"), 0);
    topic.produce(values(0, 5000));
    FeedReader slow = nodes.withEvents(4).node().paused(id);
    Eventually.check(() -> slow.takeSome(100));
    topic.addPartitions(2);
    topic.produceTo(1, values(5000, 5020));
    Eventually.check(
        () -> {
          slow.takeSome(1000);
          assertThat(slow.data()).hasSizeGreaterThan(100);
        });
    slow.goOn();
    getsInAnyOrder(slow, numbers(0, 5020));
  }

  @Test
  void beginsWithTheEarliestRecordOrAtATime() {
    topic.create(1);
    Instant noon = Instant.now().minus(Duration.ofHours(3));
    for (int i = 0; i < 30; i++) {
      topic.produce(TestRecord.of(String.valueOf(i)).at(noon.plusSeconds(i)));
    }
    Node node = nodes.withEvents(4).node();
    node.greeted();
    gets(node.from(StartPoint.EARLIEST), numbers(0, 30));
    gets(node.from(StartPoint.at(noon.minusSeconds(9))), numbers(0, 30));
    gets(node.from(StartPoint.at(noon.plusSeconds(7))), numbers(7, 30));
    FeedReader after = node.from(StartPoint.at(noon.plusSeconds(3600)));
    Eventually.greeted(after);
    topic.produce("new");
    gets(after, "new");
  }

  @Test
  void keyedReaderGoesOnInLogAndReplayAndStaysLive() {
    topic.create(2);
    topic.produceKeyed(0, "k", "0");
    FeedReader first = nodes.node().of("k", null);
    Eventually.greeted(first);
    topic.produceKeyed(1, "k", "1");
    gets(first, "1");
    first.close();
    for (int i = 2; i < 50; i++) {
      topic.produceKeyed(0, i % 3 == 0 ? "k" : "other", String.valueOf(i));
    }
    List<String> mine = numbers(2, 50).stream().filter(n -> Integer.parseInt(n) % 3 == 0).toList();
    FeedReader byLog = nodes.node().of("k", first.lastEventId());
    FeedReader byReplay = nodes.withEvents(4).node().of("k", first.lastEventId());
    gets(byLog, mine);
    gets(byReplay, mine);
    topic.produceKeyed(1, "other", "no");
    topic.produceKeyed(1, "k", "yes");
    List<String> all = new ArrayList<>(mine);
    all.add("yes");
    gets(byLog, all);
    gets(byReplay, all);
    assertThat(byReplay.events("sse:gap")).isEmpty();
  }

  /** The id of a client of a node of its own that has got these values from a partition. */
  private String idAfter(List<String> values, int partition) {
    FeedReader reader = nodes.reader();
    topic.produceTo(partition, values.toArray(String[]::new));
    gets(reader, values);
    reader.close();
    return reader.lastEventId();
  }

  private String id(long position) {
    return new TopicPositions(topicId(), 1).write(new long[] {position});
  }

  private Uuid topicId() {
    try (TopicAdmin admin = admin()) {
      return TopicAdmin.await(admin.describe()).orElseThrow().id();
    }
  }

  private TopicAdmin admin() {
    return new TopicAdmin(
        new KafkaFeedOptions(topic.name(), Map.of("bootstrap.servers", kafka.bootstrapServers())));
  }

  private static long offsetOf(String id) {
    PositionToken token = Objects.requireNonNull(PositionToken.read(id));
    return KafkaPosition.offset(token.positions()[0]);
  }
}
