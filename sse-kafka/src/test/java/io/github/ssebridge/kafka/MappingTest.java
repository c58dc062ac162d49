package io.github.ssebridge.kafka;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.story;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.LogLines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingTest {

  private static EmbeddedKafka kafka;

  private TestTopic topic;
  private TestTopic copies;
  private KafkaNodes nodes;
  private final LogLines log = new LogLines(KafkaFeed.class);

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void open() {
    topic = TestTopic.missing(kafka);
    copies = TestTopic.missing(kafka);
    nodes = new KafkaNodes(kafka, topic);
  }

  @AfterEach
  void close() {
    nodes.close();
    topic.close();
    copies.close();
    log.close();
  }

  @Test
  void takesKeyAndTypeFromTheHeadersThatAreNamed() {
    topic.create(1);
    nodes.withFeeds(options -> options.withMapper(new HeaderMapper("kind", "customer")));
    Node node = nodes.node();
    FeedReader mine = node.of("c1", null);
    Eventually.greeted(mine);
    topic.produce(
        TestRecord.of("yes").key("k").header("kind", "order").header("customer", "c1"),
        TestRecord.of("no").key("c1").header("kind", "order").header("customer", "c2"),
        TestRecord.of("too").header("customer", "c2").header("customer", "c1"));
    gets(mine, "yes", "too");
    assertThat(mine.events("order")).extracting(ServerSentEvent::data).containsExactly("yes");
  }

  @Test
  void leavesOutWhatTheMapperWantsNotAndGoesOnBehindIt() {
    topic.create(1);
    nodes.withFeeds(options -> options.withMapper(MappingTest::withoutNoise));
    FeedReader reader = nodes.reader();
    topic.produce("noise", "1", "noise", "noise", "2");
    gets(reader, "1", "2");
    topic.produce("noise", "noise", "noise");
    FeedReader back = nodes.withEvents(1).resuming(Eventually.id(reader, 1));
    gets(back, "2");
    Eventually.check(() -> assertThat(Eventually.threads("sse-replay")).isZero());
    topic.produce("3");
    gets(back, "2", "3");
    assertThat(back.events("sse:gap")).isEmpty();
  }

  @Test
  void tellsEveryReaderOfARecordThatCannotBeMappedSinceItsKeyIsNotKnown() {
    topic.create(1);
    nodes.withFeeds(options -> options.withMapper(MappingTest::strict));
    Node node = nodes.node();
    FeedReader everything = node.greeted();
    FeedReader mine = node.of("k", null);
    FeedReader other = node.of("other", null);
    Eventually.greeted(mine);
    Eventually.greeted(other);
    topic.produceKeyed(0, "k", "bad 1");
    topic.produceKeyed(0, "k", "bad 2");
    topic.produceKeyed(0, "k", "good");
    topic.produceKeyed(0, "other", "fine");
    Eventually.check(() -> assertThat(story(everything)).endsWith("fine"));
    gets(mine, "good");
    gets(other, "fine");
    assertThat(story(everything))
        .containsExactly("gap unreadable", "gap unreadable", "good", "fine");
    assertThat(story(mine)).containsExactly("gap unreadable", "gap unreadable", "good");
    assertThat(story(other)).containsExactly("gap unreadable", "gap unreadable", "fine");
    assertThat(node.status().figures()).containsEntry("unmappable", 2L);
    assertThat(log.with("skipped the record")).hasSize(1);
  }

  @Test
  void countsAndLogsARecordOnceHoweverOftenItIsReplayed() {
    topic.create(1);
    nodes.withFeeds(options -> options.withMapper(MappingTest::strict));
    FeedReader reader = nodes.reader();
    topic.produce("0", "bad", "1", "2");
    gets(reader, "0", "1", "2");
    String id = Eventually.id(reader, 1);
    reader.close();
    Node node = nodes.withEvents(3).node();
    node.greeted();
    for (int i = 0; i < 3; i++) {
      FeedReader back = node.resuming(id);
      gets(back, "1", "2");
      assertThat(story(back)).containsExactly("gap unreadable", "1", "2");
      back.close();
    }
    // Once by each node.
    assertThat(log.with("skipped the record")).hasSize(2);
    assertThat(node.status().figures().get("unmappable")).isLessThanOrEqualTo(1);
  }

  @Test
  void standsStillAndSaysSoInsteadOfLeavingARecordOut() {
    topic.create(1);
    nodes.withFeeds(o -> o.withMapper(MappingTest::strict).withUnmappable(Unmappable.FAIL));
    Node node = nodes.node();
    FeedReader reader = node.greeted();
    topic.produce("0", "bad", "1");
    gets(reader, "0");
    Eventually.check(() -> assertThat(node.status().state()).isEqualTo(FeedStatus.State.FAILING));
    Eventually.stays(
        Duration.ofMillis(2500),
        () -> assertThat(node.status().state()).isEqualTo(FeedStatus.State.FAILING));
    assertThat(node.status().detail()).contains(topic.name() + "-0@1");
    assertThat(reader.data()).containsExactly("0");
    assertThat(log.with("stands still")).hasSize(1);
    assertThat(log.with("stream")).hasSize(2);
    assertThat(reader.isOpen()).isTrue();
  }

  @Test
  void copiesWhatItLeavesOutToAnotherTopic() {
    topic.create(1);
    copies.create(1);
    deadLettersTo(copies);
    FeedReader reader = nodes.reader();
    topic.produce(TestRecord.of("bad").key("k").header("from", "here"), TestRecord.of("good"));
    gets(reader, "good");
    Eventually.check(() -> assertThat(copies.content().all(0)).hasSize(1));
    ConsumerRecord<String, @Nullable String> copy = copies.content().all(0).get(0);
    assertThat(copy.key()).isEqualTo(topic.name() + "-0@0");
    assertThat(copy.value()).isEqualTo("bad");
    assertThat(headers(copy))
        .containsExactly("from=here", "sse-bridge-reason=bad", "sse-bridge-key=k");
  }

  @Test
  void goesOnAtOnceWhenThereIsNoTopicForTheCopiesAndCreatesNone() {
    topic.create(1);
    deadLettersTo(copies);
    FeedReader reader = nodes.reader();
    topic.produce("bad", "bad", "good");
    gets(reader, "good");
    Eventually.check(() -> assertThat(log.with("'" + copies.name() + "'")).hasSize(1));
    assertThat(copies.exists()).isFalse();
  }

  @Test
  void replaysBytesThatAreNoTextAndLineEndsAsItDeliversThemLive() {
    topic.create(1);
    FeedReader live = nodes.reader();
    topic.produce("0");
    List<byte[]> values =
        List.of(
            new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'},
            "a\ndata: b\r\n\r\nid: 7\n\nevent: c".getBytes(UTF_8),
            "\r".getBytes(UTF_8),
            "".getBytes(UTF_8),
            "last".getBytes(UTF_8));
    topic.produceBytes(values);
    Eventually.check(() -> assertThat(live.data()).endsWith("last"));
    FeedReader replayed = nodes.withEvents(1).resuming(Eventually.id(live, 1));
    Eventually.check(() -> assertThat(replayed.data()).endsWith("last"));
    assertThat(live.data())
        .containsExactly(
            "0", "a\ufffd\ufffdb", "a\ndata: b\n\nid: 7\n\nevent: c", "\n", "", "last");
    assertThat(replayed.data()).isEqualTo(live.data().subList(1, 6));
    assertThat(gapsOf(live, replayed)).isZero();
  }

  private static int gapsOf(FeedReader one, FeedReader other) {
    return one.events("sse:gap").size() + other.events("sse:gap").size();
  }

  private void deadLettersTo(TestTopic target) {
    nodes.withFeeds(
        options ->
            options
                .withMapper(MappingTest::strict)
                .withUnmappable(Unmappable.toTopic(target.name())));
  }

  private static @Nullable MappedRecord withoutNoise(ConsumerRecord<byte[], ByteBuffer> record) {
    return text(record).equals("noise") ? null : HeaderMapper.defaults().map(record);
  }

  private static MappedRecord strict(ConsumerRecord<byte[], ByteBuffer> record) {
    if (text(record).startsWith("bad")) {
      throw new IllegalStateException("bad");
    }
    return HeaderMapper.defaults().map(record);
  }

  private static String text(ConsumerRecord<byte[], ByteBuffer> record) {
    return UTF_8.decode(record.value().duplicate()).toString();
  }

  private static List<String> headers(ConsumerRecord<?, ?> record) {
    return List.of(record.headers().toArray()).stream().map(MappingTest::header).toList();
  }

  private static String header(Header header) {
    return header.key() + "=" + new String(header.value(), UTF_8);
  }
}
