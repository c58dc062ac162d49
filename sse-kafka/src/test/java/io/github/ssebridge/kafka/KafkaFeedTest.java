package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.LogLines;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class KafkaFeedTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static EmbeddedKafka kafka;

  private final EventHub hub = EventHub.create();
  private final LogLines log = new LogLines(KafkaFeed.class);

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @AfterEach
  void close() {
    hub.close();
    log.close();
  }

  @Test
  void keepsTheOrderOfEachPartition() {
    try (TestTopic topic = TestTopic.create(kafka, 3);
        FeedReader reader = greeted(topic.feed())) {
      for (int i = 0; i < 100; i++) {
        topic.produceLaterTo(i % 3, i % 3 + ":" + i);
      }
      eventually(() -> assertThat(reader.data()).hasSize(100));
      for (int p = 0; p < 3; p++) {
        String of = p + ":";
        assertThat(reader.data().stream().filter(data -> data.startsWith(of)))
            .containsExactlyElementsOf(
                IntStream.iterate(p, i -> i < 100, i -> i + 3).mapToObj(i -> of + i).toList());
      }
    }
  }

  @Test
  void namesTheTypeOfAnEventByTheHeader() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(topic.feed())) {
      topic.produceTyped("price", "1");
      topic.produce("2");
      eventually(() -> assertThat(contents(reader.events("price"))).containsExactly("price=1"));
      eventually(() -> assertThat(contents(reader.events("message"))).containsExactly("message=2"));
    }
  }

  @Test
  void makesATombstoneADeleteOfItsKey() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(topic.feed())) {
      topic.produceTombstone("customer-7");
      eventually(
          () -> assertThat(contents(reader.events("delete"))).containsExactly("delete=customer-7"));
    }
  }

  @Test
  void tellsOfARecordWhoseHeaderIsNoEventTypeAndGoesOn() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(topic.feed())) {
      topic.produceTyped("a\nevent: b", "skipped");
      topic.produceTyped("a\r", "skipped");
      topic.produceTyped("sse:open", "skipped");
      topic.produce("next");
      eventually(() -> assertThat(reader.data()).containsExactly("next"));
      assertThat(types(reader))
          .containsExactly("sse:open", "sse:gap", "sse:gap", "sse:gap", "message");
      assertThat(reader.events("sse:gap"))
          .allSatisfy(gap -> assertThat(gap.data()).contains("\"unreadable\"", "\"count\":1"));
      assertThat(log.with("skipped the record at " + topic.name() + "-0@0")).hasSize(1);
      assertThat(log.with("skipped")).hasSize(1);
    }
  }

  @Test
  void asksForAMissingTopicInOneLineAndNeverCreatesIt() {
    try (TestTopic topic = TestTopic.missing(kafka);
        FeedReader reader = reader(topic.feed())) {
      eventually(() -> assertThat(log.with("there is no topic")).hasSize(1));
      assertThat(log.with("there is no topic").get(0))
          .startsWith("WARN")
          .contains("'" + topic.name() + "'", "create it")
          .doesNotContain("stack trace");
      await().during(Duration.ofMillis(1500)).atMost(LIMIT).until(() -> !topic.exists());
      assertThat(reader.events()).isEmpty();
      topic.create(1);
      awaitGreeting(reader);
      topic.produce("first");
      eventually(() -> assertThat(reader.data()).containsExactly("first"));
      assertThat(log.with("there is no topic")).hasSize(1);
      assertThat(log.with("reading topic")).hasSize(1);
    }
  }

  @Test
  void asksForUnreachableBrokersInOneLineAndNotInOnePerAttempt() {
    String nowhere = "127.0.0.1:" + FreePort.find();
    KafkaFeed feed = KafkaFeed.create("prices", Map.of("bootstrap.servers", nowhere));
    try (FeedReader reader = reader(feed)) {
      eventually(() -> assertThat(log.with(nowhere)).hasSize(1));
      assertThat(log.with(nowhere).get(0))
          .startsWith("WARN")
          .contains("bootstrap.servers")
          .doesNotContain("stack trace");
      // Until the attempt after this one has failed too.
      await()
          .during(Duration.ofMillis(4500))
          .atMost(LIMIT)
          .until(() -> log.with("stream").size() == 1 && reader.events().isEmpty());
    }
  }

  @Test
  void saysInOneLineEachThatTheBrokersAreLostAndBack() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(topic.feed())) {
      kafka.stop();
      try {
        eventually(() -> assertThat(log.with("no Kafka broker answers")).hasSize(1));
      } finally {
        kafka.startAgain();
      }
      topic.produce("after");
      eventually(() -> assertThat(reader.data()).containsExactly("after"));
      eventually(() -> assertThat(log.with("again reading topic '" + topic.name())).hasSize(1));
      assertThat(log.with("stream")).hasSize(3);
    }
  }

  @Test
  void readsPartitionsThatAreAddedFromTheirBeginning() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(feed(topic, Map.of("metadata.max.age.ms", "200")))) {
      topic.produce("old partition");
      topic.addPartitions(3);
      topic.produceTo(1, "added 1", "added 2");
      topic.produceTo(2, "added 3");
      eventually(
          () ->
              assertThat(reader.data())
                  .containsExactlyInAnyOrder("old partition", "added 1", "added 2", "added 3"));
      assertThat(reader.data()).containsSubsequence("added 1", "added 2");
      assertThat(reader.events("sse:gap")).isEmpty();
    }
  }

  @Test
  void tellsHowManyRecordsRetentionRemovedBeforeTheyWereRead() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(feed(topic, HeldPolls.settings()))) {
      topic.produce("0");
      await().atMost(LIMIT).until(HeldPolls::holds);
      // The fetch that is already on its way gets the first of these at the earliest.
      topic.produce("1");
      topic.produce("2", "3", "4", "5");
      topic.removeBelow(6);
      topic.produce("6");
      HeldPolls.letGo();
      eventually(() -> assertThat(reader.data()).endsWith("6"));
      int lost = 7 - reader.data().size();
      assertThat(reader.data()).startsWith("0").hasSizeBetween(2, 6);
      assertThat(types(reader)).endsWith("sse:gap", "message");
      assertThat(reader.events("sse:gap")).hasSize(1);
      assertThat(reader.events("sse:gap").get(0).data())
          .contains("\"expired\"", "\"count\":" + lost);
      assertThat(log.with("has no offset")).hasSize(1);
    } finally {
      HeldPolls.letGo();
    }
  }

  @Test
  void tellsThatATopicWasDeletedAndCreatedAgain() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(topic.feed())) {
      topic.produce("1", "2", "3");
      eventually(() -> assertThat(reader.data()).containsExactly("1", "2", "3"));
      topic.delete();
      topic.create(1);
      topic.produce("new 1");
      eventually(() -> assertThat(reader.data()).containsExactly("1", "2", "3", "new 1"));
      assertThat(types(reader)).endsWith("sse:gap", "message");
      assertThat(reader.events("sse:gap")).hasSize(1);
      assertThat(reader.events("sse:gap").get(0).data()).contains("\"source-reset\"");
    }
  }

  @Test
  void readsATopicThatItSawDeletedAndComesBackLongerFromItsBeginning() {
    try (TestTopic topic = TestTopic.create(kafka, 1);
        FeedReader reader = greeted(topic.feed())) {
      topic.produce("1");
      eventually(() -> assertThat(reader.data()).containsExactly("1"));
      topic.delete();
      eventually(() -> assertThat(log.with("there is no topic")).hasSize(1));
      topic.create(1);
      topic.produce("new 1", "new 2", "new 3");
      eventually(() -> assertThat(reader.data()).containsExactly("1", "new 1", "new 2", "new 3"));
      assertThat(types(reader).subList(1, 4)).containsExactly("message", "sse:gap", "message");
      assertThat(reader.events("sse:gap")).hasSize(1);
      assertThat(reader.events("sse:gap").get(0).data()).contains("\"source-reset\"");
    }
  }

  @Test
  void goesOnWithATopicCreatedAgainWithFewerPartitions() {
    try (TestTopic topic = TestTopic.create(kafka, 3);
        FeedReader reader = greeted(topic.feed())) {
      topic.produce("1", "2");
      topic.produceTo(2, "3");
      eventually(() -> assertThat(reader.data()).hasSize(3));
      topic.delete();
      topic.create(1);
      topic.produce("new 1");
      eventually(() -> assertThat(reader.data()).hasSize(4).endsWith("new 1"));
      assertThat(reader.events("sse:gap")).isNotEmpty();
      // The check of the brokers, which once asked for the partitions that are gone.
      await()
          .during(Duration.ofMillis(5500))
          .atMost(LIMIT)
          .until(() -> log.with("no Kafka broker answers").isEmpty());
    }
  }

  private static KafkaFeed feed(TestTopic topic, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    return KafkaFeed.create(topic.name(), settings);
  }

  private FeedReader reader(EventFeed feed) {
    hub.stream("stream", feed);
    return FeedReader.of(hub, "stream");
  }

  private FeedReader greeted(EventFeed feed) {
    FeedReader reader = reader(feed);
    awaitGreeting(reader);
    return reader;
  }

  private static void awaitGreeting(FeedReader reader) {
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
  }

  private static List<String> types(FeedReader reader) {
    return reader.events().stream().map(ServerSentEvent::type).toList();
  }

  private static List<String> contents(List<ServerSentEvent> events) {
    return events.stream().map(event -> event.type() + "=" + event.data()).toList();
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
