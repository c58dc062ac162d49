package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedisCluster;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ClusterPubSubTest {

  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final AtomicInteger LAST_CHANNEL = new AtomicInteger();

  private static EmbeddedRedisCluster cluster;

  private final String channel = "channel-" + LAST_CHANNEL.incrementAndGet();
  private final EventHub hub = EventHub.create();
  private RedisLink link;
  private RedisLink publishing;

  @BeforeAll
  static void start() {
    cluster = EmbeddedRedisCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void link() {
    link = RedisLink.create(cluster.uri());
    publishing = RedisLink.create(cluster.uri());
  }

  @AfterEach
  void close() {
    hub.close();
    link.close();
    publishing.close();
  }

  @Test
  void readsWhatIsPublishedAtAnyNode() {
    FeedReader reader = greeted(RedisPubSubFeed.create(link, channel));
    for (int node = 0; node < 3; node++) {
      cluster.console(node).publish(channel, "from " + node);
    }
    eventually(
        () -> assertThat(reader.data()).containsExactlyInAnyOrder("from 0", "from 1", "from 2"));
    publish(RedisPubSubFeed.create(publishing, channel), "by the link").join();
    eventually(() -> assertThat(reader.data()).contains("by the link"));
    int subscribers =
        IntStream.range(0, 3).map(node -> cluster.console(node).subscribers(channel)).sum();
    assertThat(subscribers).isEqualTo(1);
  }

  @Test
  void publishesInTheOrderOfTheCallsWhileTheConnectionIsBeingMade() {
    FeedReader reader = greeted(RedisPubSubFeed.create(link, channel));
    RedisPubSubFeed feed = RedisPubSubFeed.create(publishing, channel);
    List<String> numbers = Published.numbers(600);
    List<CompletableFuture<Void>> published =
        numbers.stream().map(number -> publishSlowly(feed, number)).toList();
    published.forEach(CompletableFuture::join);
    eventually(() -> assertThat(reader.data()).isEqualTo(numbers));
  }

  /** So that the connection stands before the last one. */
  private static CompletableFuture<Void> publishSlowly(RedisPubSubFeed feed, String data) {
    LockSupport.parkNanos(300_000);
    return publish(feed, data);
  }

  @Test
  void readsAPatternWithTheChannelAsTheKey() {
    FeedReader reader = greeted(RedisPubSubFeed.ofPattern(link, channel + ".*"));
    cluster.console(1).publish(channel + ".a", "1");
    eventually(() -> assertThat(reader.data()).containsExactly("1"));
  }

  @Test
  void readsShardedChannelsOfAllNodes() {
    List<String> channels = IntStream.range(0, 20).mapToObj(i -> channel + "-" + i).toList();
    channels.forEach(each -> hub.stream(each, RedisPubSubFeed.sharded(link, each)));
    List<FeedReader> readers = channels.stream().map(each -> FeedReader.of(hub, each)).toList();
    readers.forEach(r -> eventually(() -> assertThat(r.events("sse:open")).hasSize(1)));
    channels.forEach(each -> publish(RedisPubSubFeed.sharded(publishing, each), each).join());
    eventually(
        () ->
            assertThat(readers.stream().map(FeedReader::data).toList())
                .isEqualTo(channels.stream().map(List::of).toList()));
    assertThat(channels.stream().map(cluster::nodeOf).distinct().count()).isEqualTo(3);
    hub.close();
    channels.forEach(each -> eventually(() -> assertThat(shardSubscribers(each)).isZero()));
    assertThat(link.subscriptions()).isZero();
  }

  @Test
  void whatAClientOfAShardedChannelDoesNotGetWhileItsSlotMovesItIsToldOf() {
    RedisPubSubFeed feed = RedisPubSubFeed.sharded(publishing, channel);
    FeedReader reader = greeted(RedisPubSubFeed.sharded(link, channel));
    try (NumberedMessages messages =
        new NumberedMessages(2_000, batch -> publishAll(feed, batch))) {
      for (int move = 1; move <= 6; move++) {
        awaitMore(messages, 1_500);
        int to = (cluster.nodeOf(channel) + 1) % 3;
        cluster.migrateSlot(EmbeddedRedisCluster.slotOf(channel), to);
        int gaps = move;
        eventually(() -> assertThat(reader.events("sse:gap")).hasSize(gaps));
      }
      awaitMore(messages, 1_500);
      assertThatAllIsGotOrTold(messages, reader);
      assertThat(messages.unsure()).isZero();
    }
    assertThat(shardSubscribers(channel)).isEqualTo(1);
    assertThat(NumberedMessages.told(reader.events())).isLessThan(Duration.ofSeconds(6 * 8));
  }

  @Test
  void whatAClientOfAPlainChannelDoesNotGetItIsToldOf() {
    AtomicInteger turn = new AtomicInteger();
    FeedReader reader = greeted(RedisPubSubFeed.create(link, channel));
    try (NumberedMessages messages =
        new NumberedMessages(2_000, batch -> cluster.console(turn.get()).publish(channel, batch))) {
      for (int cut = 0; cut < 6; cut++) {
        awaitMore(messages, 1_500);
        cluster.migrateSlot(cut, (cluster.nodeOf(channel) + cut) % 3);
        consoleOfSubscriber().command("CLIENT", "KILL", "TYPE", "pubsub");
        turn.set((cut + 1) % 3);
        int gaps = cut + 1;
        eventually(() -> assertThat(reader.events("sse:gap")).hasSize(gaps));
      }
      awaitMore(messages, 1_500);
      assertThatAllIsGotOrTold(messages, reader);
    }
    assertThat(reader.events("sse:gap")).hasSize(6);
  }

  @Test
  void findsAnotherNodeForPlainChannelsWhenOneDies() {
    FeedReader reader = greeted(RedisPubSubFeed.create(link, channel));
    int dying = nodeOfSubscriber();
    cluster.kill(dying);
    eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
    cluster.console((dying + 1) % 3).publish(channel, "after");
    eventually(() -> assertThat(reader.data()).containsExactly("after"));
    cluster.startAgain(dying);
  }

  @Test
  void comesBackToAShardedChannelWhenItsNodeDoes() {
    FeedReader reader = greeted(RedisPubSubFeed.sharded(link, channel));
    int dying = cluster.nodeOf(channel);
    cluster.kill(dying);
    eventually(() -> assertThat(status()).isEqualTo(State.UNREACHABLE));
    assertThat(reader.events()).hasSize(1);
    cluster.startAgain(dying);
    eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
    eventually(
        () -> {
          publish(RedisPubSubFeed.sharded(publishing, channel), "after").join();
          assertThat(reader.data()).contains("after");
        });
    assertThat(status()).isEqualTo(State.READING);
  }

  private State status() {
    return hub.status("stream").state();
  }

  private void assertThatAllIsGotOrTold(NumberedMessages messages, FeedReader reader) {
    String last = String.valueOf(messages.end());
    eventually(() -> assertThat(reader.data()).contains(last));
    messages.assertGotOrTold(reader.events());
  }

  private static void publishAll(RedisPubSubFeed feed, List<byte[]> batch) {
    CompletableFuture.allOf(
            batch.stream()
                .map(data -> publish(feed, new String(data, UTF_8)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static CompletableFuture<Void> publish(RedisPubSubFeed feed, String data) {
    CompletionStage<Void> published = feed.publish(null, ServerSentEvent.of(data));
    return published.toCompletableFuture();
  }

  private RedisConsole consoleOfSubscriber() {
    return cluster.console(nodeOfSubscriber());
  }

  private int nodeOfSubscriber() {
    return IntStream.range(0, 3)
        .filter(node -> cluster.console(node).subscribers(channel) > 0)
        .findFirst()
        .orElseThrow();
  }

  private static long shardSubscribers(String channel) {
    return (Long) cluster.consoleOf(channel).list("PUBSUB", "SHARDNUMSUB", channel).get(1);
  }

  private FeedReader greeted(RedisPubSubFeed feed) {
    hub.stream("stream", feed);
    FeedReader reader = FeedReader.of(hub, "stream");
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
    return reader;
  }

  private static void awaitMore(NumberedMessages messages, int more) {
    int end = messages.count() + more;
    await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(() -> messages.count() >= end);
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
