package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.LogLines;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.TcpProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisPubSubFeedTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final AtomicInteger LAST_CHANNEL = new AtomicInteger();

  private static EmbeddedRedis redis;
  private static RedisConsole console;

  private final String channel = "channel-" + LAST_CHANNEL.incrementAndGet();
  private final EventHub hub = EventHub.create();
  private TcpProxy proxy;
  private RedisLink link;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
    console = new RedisConsole(redis.port());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void link() {
    proxy = TcpProxy.to("127.0.0.1", redis.port());
    link = RedisLink.create("redis://127.0.0.1:" + proxy.port());
    hub.stream("stream", RedisPubSubFeed.create(link, channel));
  }

  @AfterEach
  void close() {
    hub.close();
    link.close();
    proxy.close();
  }

  @Test
  void publishesThroughRedisToEveryNode() {
    RedisLink otherLink = RedisLink.create(redis.uri());
    try (otherLink;
        EventHub other = EventHub.create()) {
      other.stream("stream", RedisPubSubFeed.create(otherLink, channel));
      FeedReader here = greeted(hub, "stream");
      FeedReader there = greeted(other, "stream");
      publish("1").join();
      other.publish("stream", ServerSentEvent.of("2")).toCompletableFuture().join();
      eventually(() -> assertThat(here.data()).containsExactly("1", "2"));
      eventually(() -> assertThat(there.data()).containsExactly("1", "2"));
    }
  }

  @Test
  void publishesWithoutAReader() {
    assertThat(publish("nobody reads")).succeedsWithin(LIMIT);
    assertThat(console.subscribers(channel)).isZero();
  }

  @Test
  void failsToPublishAtOnceWhileRedisIsAwayAndWorksAgainAfterwards() {
    publish("before").join();
    proxy.refuse();
    eventually(() -> assertThatOutOfReach(publish("meanwhile")));
    proxy.accept();
    FeedReader reader = greeted(hub, "stream");
    eventually(() -> assertThat(publish("after")).succeedsWithin(Duration.ofSeconds(4)));
    eventually(() -> assertThat(reader.data()).containsExactly("after"));
  }

  @Test
  void failsToPublishWhenRedisHasNeverBeenThere() {
    proxy.refuse();
    assertThatOutOfReach(publish("too early"));
    proxy.accept();
    eventually(() -> assertThat(publish("now")).succeedsWithin(Duration.ofSeconds(4)));
  }

  @Test
  void refusesToPublishWhatAChannelCannotCarry() {
    List<ServerSentEvent> refused =
        List.of(
            ServerSentEvent.of("price", "1"),
            ServerSentEvent.of("1").withId("7"),
            ServerSentEvent.of("1").withRetry(Duration.ofSeconds(1)));
    assertThat(refused)
        .allSatisfy(
            event ->
                assertThat(hub.publish("stream", event).toCompletableFuture())
                    .failsWithin(LIMIT)
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalArgumentException.class)
                    .withMessageContaining("must not have a key, id, type or retry"));
    assertThat(hub.publish("stream", "key", ServerSentEvent.of("1")).toCompletableFuture())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withMessageContaining("must not have a key");
  }

  @Test
  void sharesOneSubscriptionBetweenTheStreamsOfAChannelWithoutAFalseGap() {
    hub.stream("second", RedisPubSubFeed.create(link, channel));
    FeedReader first = greeted(hub, "stream");
    console.publish(channel, "1");
    eventually(() -> assertThat(first.data()).containsExactly("1"));
    FeedReader second = greeted(hub, "second");
    assertThat(console.subscribers(channel)).isEqualTo(1);
    console.publish(channel, "2");
    eventually(() -> assertThat(second.data()).containsExactly("2"));
    eventually(() -> assertThat(first.data()).containsExactly("1", "2"));
    assertThat(first.events("sse:gap")).isEmpty();
    assertThat(second.events("sse:gap")).isEmpty();
  }

  @Test
  void greetsNobodyOnASecondStreamOfTheChannelWhileRedisIsAway() {
    hub.stream("second", RedisPubSubFeed.create(link, channel));
    FeedReader first = greeted(hub, "stream");
    try (LogLines log = new LogLines(RedisLink.class)) {
      proxy.refuse();
      eventually(() -> assertThat(log.with("lost Redis")).hasSize(1));
    }
    FeedReader second = FeedReader.of(hub, "second");
    await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> second.events().isEmpty());
    proxy.accept();
    eventually(() -> assertThat(types(first)).containsExactly("sse:open", "sse:gap"));
    eventually(() -> assertThat(types(second)).containsExactly("sse:open"));
  }

  @Test
  void tellsOneGapForEachCutConnection() {
    FeedReader reader = greeted(hub, "stream");
    for (int cut = 1; cut <= 3; cut++) {
      proxy.cutAll();
      int gaps = cut;
      eventually(() -> assertThat(reader.events("sse:gap")).hasSize(gaps));
      console.publish(channel, "after " + cut);
      eventually(() -> assertThat(reader.data()).hasSize(gaps));
    }
    assertThat(types(reader))
        .containsExactly(
            "sse:open", "sse:gap", "message", "sse:gap", "message", "sse:gap", "message");
    assertThat(reader.isOpen()).isTrue();
  }

  @Test
  void tellsOfNoMoreTimeThanSinceTheLastSignOfLife() {
    FeedReader reader = greeted(hub, "stream");
    await()
        .during(Duration.ofSeconds(4))
        .atMost(LIMIT)
        .until(() -> reader.events("sse:gap").isEmpty());
    Instant cut = Instant.now();
    proxy.cutAll();
    eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
    String gap = reader.events("sse:gap").get(0).data();
    assertThat(time("since", gap)).isBetween(cut.minusMillis(2500), cut);
    assertThat(time("until", gap)).isBetween(cut, Instant.now());
  }

  private static Instant time(String field, String gap) {
    return Instant.parse(gap.replaceAll(".*\"" + field + "\":\"([^\"]+)\".*", "$1"));
  }

  @Test
  void tellsNoFalseGapAfterStreamsCameAndWentWhileRedisWasAway() {
    FeedReader witness = greeted(hub, "stream");
    proxy.refuse();
    String brief = channel + "-brief";
    for (int i = 0; i < 3; i++) {
      try (EventHub other = EventHub.create()) {
        other.stream("brief", RedisPubSubFeed.create(link, brief));
        FeedReader.of(other, "brief").close();
      }
    }
    hub.stream("brief", RedisPubSubFeed.create(link, brief));
    FeedReader reader = FeedReader.of(hub, "brief");
    proxy.accept();
    eventually(() -> assertThat(types(witness)).containsExactly("sse:open", "sse:gap"));
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
    await()
        .during(Duration.ofMillis(1500))
        .atMost(LIMIT)
        .until(() -> reader.events("sse:gap").isEmpty());
    assertThat(console.subscribers(brief)).isEqualTo(1);
  }

  @Test
  void leavesNoSubscriptionBehindOfAFeedThatWasStoppedWhileRedisWasAway() {
    hub.stream("witness", RedisPubSubFeed.create(link, channel + "-witness"));
    FeedReader witness = greeted(hub, "witness");
    try (EventHub stopping = EventHub.create()) {
      stopping.stream("stopping", RedisPubSubFeed.create(link, channel));
      FeedReader unused = greeted(stopping, "stopping");
      assertThat(console.subscribers(channel)).isEqualTo(1);
      proxy.refuse();
    }
    eventually(() -> assertThat(console.subscribers(channel)).isZero());
    proxy.accept();
    eventually(() -> assertThat(witness.events("sse:gap")).hasSize(1));
    eventually(() -> assertThat(console.subscribers(channel)).isZero());
  }

  @Test
  void leavesNoThreadsBehindAfterClose() {
    Set<Thread> before = lettuceThreads();
    RedisLink closing = RedisLink.create(redis.uri());
    try (EventHub other = EventHub.create()) {
      other.stream("stream", RedisPubSubFeed.create(closing, channel));
      FeedReader unused = greeted(other, "stream");
      other.publish("stream", ServerSentEvent.of("1")).toCompletableFuture().join();
      assertThat(lettuceThreads()).hasSizeGreaterThan(before.size());
    }
    closing.close();
    closing.close();
    eventually(() -> assertThat(before).containsAll(lettuceThreads()));
    assertThatOutOfReach(
        RedisPubSubFeed.create(closing, channel)
            .publish(null, ServerSentEvent.of("1"))
            .toCompletableFuture());
  }

  @Test
  void refusesAnEmptyChannel() {
    assertThatThrownBy(() -> RedisPubSubFeed.create(link, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channel");
    assertThatThrownBy(() -> RedisPubSubFeed.ofPattern(link, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pattern");
  }

  @Test
  void readsAllChannelsOfAPatternEachAsAKey() {
    hub.stream("prices", RedisPubSubFeed.ofPattern(link, channel + ".*"));
    FeedReader all = greeted(hub, "prices");
    StreamSelection ofB = new StreamSelection("prices", Set.of(channel + ".b"));
    FeedReader one = FeedReader.of(hub, ofB, null);
    console.publish(channel + ".a", "1");
    console.publish(channel + ".b", "2");
    console.publish(channel, "of no channel that matches");
    console.publish(channel + ".a", "3");
    eventually(() -> assertThat(all.data()).containsExactly("1", "2", "3"));
    eventually(() -> assertThat(one.data()).containsExactly("2"));
    assertThat(console.number("PUBSUB", "NUMPAT")).isEqualTo(1);
    proxy.cutAll();
    eventually(() -> assertThat(types(all)).endsWith("message", "sse:gap"));
    eventually(() -> assertThat(types(one)).endsWith("message", "sse:gap"));
  }

  @Test
  void publishesIntoNoPattern() {
    hub.stream("prices", RedisPubSubFeed.ofPattern(link, "prices.*"));
    assertThat(hub.publish("prices", ServerSentEvent.of("1")).toCompletableFuture())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withCauseInstanceOf(UnsupportedOperationException.class)
        .withMessageContaining("read-only");
  }

  @Test
  void readsAndPublishesAShardedChannelOfASingleServer() {
    hub.stream("sharded", RedisPubSubFeed.sharded(link, channel));
    FeedReader reader = greeted(hub, "sharded");
    FeedReader plain = greeted(hub, "stream");
    hub.publish("sharded", ServerSentEvent.of("1")).toCompletableFuture().join();
    eventually(() -> assertThat(reader.data()).containsExactly("1"));
    proxy.cutAll();
    eventually(() -> assertThat(types(reader)).endsWith("message", "sse:gap"));
    console.publish(channel, "of the plain channel");
    eventually(() -> assertThat(plain.data()).containsExactly("of the plain channel"));
    assertThat(reader.data()).containsExactly("1");
  }

  @Test
  void saysHowItIs() {
    assertThat(hub.status("stream").state()).isEqualTo(State.STOPPED);
    proxy.refuse();
    FeedReader reader = FeedReader.of(hub, "stream");
    eventually(() -> assertThat(hub.status("stream").state()).isEqualTo(State.UNREACHABLE));
    assertThat(hub.status("stream").detail()).contains("no Redis answers at 127.0.0.1");
    proxy.accept();
    eventually(() -> assertThat(hub.status("stream").state()).isEqualTo(State.READING));
    proxy.refuse();
    eventually(() -> assertThat(hub.status("stream").state()).isEqualTo(State.UNREACHABLE));
    assertThat(hub.status("stream").figures()).containsEntry("disconnects", 1L);
    assertThat(reader.events("sse:gap")).isEmpty();
  }

  private CompletableFuture<Void> publish(String data) {
    return hub.publish("stream", ServerSentEvent.of(data)).toCompletableFuture();
  }

  private static void assertThatOutOfReach(CompletableFuture<Void> published) {
    assertThat(published)
        .failsWithin(Duration.ofSeconds(4))
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class)
        .withMessageContaining("is out of reach");
  }

  private static FeedReader greeted(EventHub hub, String stream) {
    FeedReader reader = FeedReader.of(hub, stream);
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
    return reader;
  }

  private static List<String> types(FeedReader reader) {
    return reader.events().stream().map(ServerSentEvent::type).toList();
  }

  private static Set<Thread> lettuceThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lettuce-"))
        .collect(Collectors.toSet());
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
