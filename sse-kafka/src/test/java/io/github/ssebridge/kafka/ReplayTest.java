package io.github.ssebridge.kafka;

import static io.github.ssebridge.testkit.Eventually.gap;
import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.values;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StartPoint;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ReplayTest extends NodesOfOneTopic {

  private static final String REPLAYS = "sse-replay";

  private final AtomicLong mapped = new AtomicLong();

  @Test
  void readsNoFurtherForAClientThatTakesNothingAndGoesOnLater() {
    topic.create(1);
    String id = idOfFirst();
    topic.produceBytes(records(20_000, 1000));
    Node node = nodes.withFeeds(o -> o.withMapper(this::counted)).withEvents(4).node();
    node.greeted();
    long before = mapped.get();
    FeedReader slow = node.paused(id);
    Eventually.check(
        () -> {
          slow.takeSome(1);
          assertThat(slow.data()).isNotEmpty();
        });
    Eventually.stays(
        Duration.ofMillis(1500), () -> assertThat(mapped.get() - before).isBetween(500L, 2000L));
    slow.goOn();
    Eventually.check(() -> assertThat(slow.data()).hasSize(20_000));
    assertThat(slow.data()).doesNotHaveDuplicates();
    Eventually.check(() -> assertThat(Eventually.threads(REPLAYS)).isZero());
  }

  @Test
  void clientsNearEachOtherShareAReplay() {
    topic.create(1);
    FeedReader first = nodes.reader();
    topic.produce(values(0, 20));
    gets(first, numbers(0, 20));
    first.close();
    topic.produceBytes(records(5000, 1000));
    Node node = nodes.withEvents(4).withReplays(10).node();
    node.greeted();
    List<FeedReader> paused = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      paused.add(node.paused(Eventually.id(first, i)));
    }
    Eventually.check(
        () -> {
          paused.forEach(reader -> reader.takeSome(1));
          assertThat(paused).allSatisfy(reader -> assertThat(reader.data()).isNotEmpty());
        });
    assertThat(replaying()).isLessThanOrEqualTo(2);
    paused.forEach(FeedReader::goOn);
    for (int i = 0; i < 20; i++) {
      int mine = 19 - i + 5000;
      FeedReader reader = paused.get(i);
      Eventually.check(() -> assertThat(reader.data()).hasSize(mine));
      assertThat(reader.data()).doesNotHaveDuplicates();
    }
  }

  /** How many threads read again; one that has done so may live a little longer. */
  private static long replaying() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Arrays.stream(stack)
                    .anyMatch(frame -> frame.getClassName().equals(TopicReplay.class.getName())))
        .count();
  }

  @Test
  void fiftyClientsAtScatteredPositionsGetEverythingOnceByTwoReplays() {
    topic.create(2);
    FeedReader first = nodes.reader();
    int each = 6000;
    for (int i = 0; i < each; i++) {
      topic.produceLaterTo(0, "a" + i);
      topic.produceLaterTo(1, "b" + i);
    }
    Eventually.check(() -> assertThat(first.data()).hasSize(2 * each));
    TopicPositions ids = format();
    Node node = nodes.withEvents(100).node();
    node.greeted();
    List<FeedReader> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int a = 100 * i;
      int b = 5000 - 100 * i;
      clients.add(node.resuming(ids.write(new long[] {a, b})));
    }
    long[] most = {0};
    Eventually.until(
        () -> {
          most[0] = Math.max(most[0], replaying());
          return clients.stream().allMatch(client -> client.data().size() >= 2 * each - 5000);
        });
    assertThat(most[0]).isBetween(1L, 2L);
    for (int i = 0; i < 50; i++) {
      FeedReader client = clients.get(i);
      int from = 100 * i;
      Eventually.stays(Duration.ZERO, () -> assertThat(client.data()).hasSize(2 * each - 5000));
      assertThat(client.data()).doesNotHaveDuplicates();
      assertThat(client.data().stream().filter(data -> data.startsWith("a")).findFirst())
          .hasValue("a" + from);
      assertThat(client.events("sse:gap")).isEmpty();
    }
  }

  @Test
  void tellsOnceWhatRetentionRemovesDuringAReplay() {
    topic.create(1);
    String id = idOfFirst();
    topic.produceBytes(records(20_000, 1000));
    Node node = nodes.with("max.partition.fetch.bytes", "100000").withEvents(4).node();
    node.greeted();
    FeedReader slow = node.paused(id);
    Eventually.check(
        () -> {
          slow.takeSome(1);
          assertThat(slow.data()).isNotEmpty();
        });
    topic.removeBelow(15_001);
    slow.goOn();
    Eventually.check(() -> assertThat(slow.data()).last().asString().startsWith("19999 "));
    int lost = 20_000 - slow.data().size();
    assertThat(lost).isBetween(10_000, 15_000);
    assertThat(gap(slow))
        .contains("\"expired\"", "\"count\":" + lost, "\"partitions\":{\"0\":" + lost + "}");
    assertThat(slow.data()).doesNotHaveDuplicates();
  }

  @Test
  void neverCreatesATopicThatIsGoneDuringAReplay() {
    topic.create(1);
    String id = idOfFirst();
    topic.produceBytes(records(20_000, 1000));
    Node node = nodes.withEvents(4).node();
    node.greeted();
    FeedReader slow = node.paused(id);
    Eventually.check(
        () -> {
          slow.takeSome(1);
          assertThat(slow.data()).isNotEmpty();
        });
    topic.delete();
    slow.goOn();
    FeedReader earliest = node.from(StartPoint.EARLIEST);
    Eventually.stays(Duration.ofSeconds(2), () -> assertThat(topic.exists()).isFalse());
    assertThat(earliest.data()).isEmpty();
    assertThat(slow.isOpen()).isTrue();
  }

  @Test
  void fillsTheLogFromTheRecentPastSoThatThoseOfARestartNeedNoReplay() {
    topic.create(3);
    FeedReader first = nodes.reader();
    for (int i = 0; i < 300; i++) {
      topic.produceLaterTo(i % 3, String.valueOf(i));
    }
    Eventually.check(() -> assertThat(first.data()).hasSize(300));
    first.close();
    topic.produce("300");
    FeedReader back = nodes.resuming(Eventually.id(first, 200));
    Eventually.check(() -> assertThat(back.data()).hasSize(101));
    assertThat(Eventually.threads(REPLAYS)).isZero();
  }

  @Test
  void readsNotMuchMoreOfThePastThanTheLogKeeps() {
    topic.create(1);
    topic.produceBytes(records(2000, 20_000));
    nodes
        .withFeeds(o -> o.withMapper(this::counted))
        .withLog(LogOptions.defaults().withMaxBytes(4 << 20));
    Node node = nodes.node();
    node.greeted();
    FeedReader reader = node.reader();
    Eventually.greeted(reader);
    topic.produce("new");
    Eventually.check(() -> assertThat(reader.data()).endsWith("new"));
    assertThat(reader.data()).extracting(data -> data.split(" ", 2)[0]).containsExactly("new");
    assertThat(mapped.get()).isBetween(100L, 300L);
  }

  @Test
  void readsNothingOfThePastThatIsOlderThanTheLogKeeps() {
    topic.create(1);
    Instant now = Instant.now();
    for (int i = 0; i < 20; i++) {
      topic.produce(TestRecord.of(String.valueOf(i)).at(now.minusSeconds(60)));
    }
    nodes
        .withFeeds(o -> o.withMapper(this::counted))
        .withLog(LogOptions.defaults().withMaxAge(Duration.ofSeconds(5)));
    FeedReader reader = nodes.reader();
    topic.produce("new");
    gets(reader, "new");
    assertThat(mapped.get()).isEqualTo(1);
  }

  private MappedRecord counted(ConsumerRecord<byte[], ByteBuffer> record) {
    mapped.incrementAndGet();
    return HeaderMapper.defaults().map(record);
  }

  private TopicPositions format() {
    try (TopicAdmin admin =
        new TopicAdmin(
            new KafkaFeedOptions(
                topic.name(), Map.of("bootstrap.servers", kafka.bootstrapServers())))) {
      TopicState state = TopicAdmin.await(admin.describe()).orElseThrow();
      return new TopicPositions(state.id(), state.partitions());
    }
  }

  /** The id of a client that has got the only record. */
  private String idOfFirst() {
    FeedReader reader = nodes.reader();
    topic.produce("first");
    gets(reader, "first");
    reader.close();
    return reader.lastEventId();
  }

  private static List<byte[]> records(int count, int bytes) {
    return numbers(0, count).stream()
        .map(number -> (number + " " + "x".repeat(bytes)).getBytes(UTF_8))
        .toList();
  }
}
