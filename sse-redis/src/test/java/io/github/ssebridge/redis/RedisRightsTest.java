package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.LogLines;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class RedisRightsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static EmbeddedRedis redis;
  private static RedisConsole console;

  private final EventHub hub = EventHub.create();
  private final LogLines log = new LogLines(RedisLink.class);
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
    link = RedisLink.create("redis://reader:hunter2@127.0.0.1:" + redis.port());
  }

  @AfterEach
  void close() {
    hub.close();
    link.close();
    log.close();
  }

  @Test
  void needsNoRightButToSubscribeItsChannels() {
    FeedReader reader = readerOf("news", "&news", "-@all", "+subscribe", "+unsubscribe");
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
    console.publish("news", "1");
    eventually(() -> assertThat(reader.data()).containsExactly("1"));
    await()
        .during(Duration.ofSeconds(6))
        .atMost(LIMIT)
        .until(() -> hub.status("news").state() == State.READING);
    assertThat(reader.events("sse:gap")).isEmpty();
  }

  @Test
  void saysWhichChannelRedisRefusesAndReadsItWhenTheRightIsThere() {
    FeedReader reader = readerOf("secret", "&news", "+@all");
    eventually(() -> assertThat(hub.status("secret").state()).isEqualTo(State.FAILING));
    assertThat(hub.status("secret").detail()).contains("channel 'secret'", "127.0.0.1", "NOPERM");
    assertThat(log.with("refuses to subscribe channel 'secret'")).hasSize(1);
    assertThat(log.with("refuses to subscribe").get(0)).startsWith("ERROR").contains("ACL");
    setUser("&secret");
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
    assertThat(hub.status("secret").state()).isEqualTo(State.READING);
    assertThat(log.with("refuses to subscribe")).hasSize(1);
  }

  @Test
  void tellsTheGapOfATimeWithoutTheRight() {
    FeedReader reader = readerOf("taken", "&taken", "+@all");
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
    setUser("resetchannels");
    eventually(() -> assertThat(hub.status("taken").state()).isEqualTo(State.FAILING));
    setUser("&taken");
    eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
  }

  @Test
  void failsWithAWrongLoginUntilItIsRight() {
    setUser("reset", "on", ">right", "&*", "+@all");
    hub.stream("news", RedisPubSubFeed.create(link, "news"));
    FeedReader reader = FeedReader.of(hub, "news");
    eventually(() -> assertThat(hub.status("news").state()).isEqualTo(State.FAILING));
    assertThat(hub.status("news").detail()).contains("WRONGPASS").doesNotContain("hunter2");
    setUser(">hunter2");
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
    assertThat(hub.publish("news", ServerSentEvent.of("1")).toCompletableFuture())
        .succeedsWithin(LIMIT);
  }

  private FeedReader readerOf(String channel, String... rights) {
    setUser("reset", "on", ">hunter2");
    setUser(rights);
    hub.stream(channel, RedisPubSubFeed.create(link, channel));
    return FeedReader.of(hub, channel);
  }

  private static void setUser(String... rules) {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "reader"));
    words.addAll(List.of(rules));
    console.command(words.toArray(String[]::new));
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
