package io.github.ssebridge.redis;

import static io.github.ssebridge.redis.Published.assertThatFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.RedisSubscription;
import io.github.ssebridge.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class RedisPublisherTest {

  private static EmbeddedRedis redis;
  private static RedisConsole console;

  private RedisLink link;
  private String key;
  private RedisPublisher publisher;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.startPersistent(FreePort.find());
    console = new RedisConsole(redis.port());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void create(TestInfo test) {
    key = test.getDisplayName();
    link = RedisLink.create(redis.uri());
    publisher = RedisPublisher.create(link, key);
  }

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void returnsTheIdOfTheEntry() {
    String first = Published.now(publisher, "1");
    String second = Published.now(publisher, "2");
    assertThat(Published.idsIn(console, key)).containsExactly(first, second);
  }

  @Test
  void writesTheFieldsThatAnEventHas() {
    Published.id(publisher.publish(ServerSentEvent.of("plain")));
    Published.id(publisher.publish(ServerSentEvent.of("price", "grün\n\0")));
    Published.id(publisher.publish("customer 7", ServerSentEvent.of("order", "")));
    assertThat(Published.fieldsIn(console, key))
        .containsExactly(
            List.of("data", "plain"),
            List.of("data", "grün\n\0", "event", "price"),
            List.of("data", "", "event", "order", "key", "customer 7"));
  }

  @Test
  void keepsTheOrderOfTheCallsAlsoOfThoseBeforeItIsConnected() {
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", redis.port());
        RedisLink late = RedisLink.create("redis://127.0.0.1:" + proxy.port())) {
      proxy.stall();
      List<CompletionStage<String>> all = Published.numbers(RedisPublisher.create(late, key), 900);
      proxy.flow();
      List<String> ids = Published.ids(all);
      assertThat(Published.idsIn(console, key)).containsExactlyElementsOf(ids);
      assertThat(Published.dataIn(console, key)).containsExactlyElementsOf(Published.numbers(900));
    }
  }

  @Test
  void notifiesTheChannelInTheOrderOfTheStreamWhoeverPublishes() {
    RedisLink otherLink = RedisLink.create(redis.uri());
    try (otherLink;
        RedisSubscription subscription = console.subscribe(key)) {
      RedisPublisher other = RedisPublisher.create(otherLink, key);
      List<CompletionStage<String>> both = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        both.add(publisher.publish(ServerSentEvent.of("a" + i)));
        both.add(other.publish(ServerSentEvent.of("b" + i)));
      }
      assertThat(Published.ids(both)).doesNotHaveDuplicates();
      assertThat(subscription.next(600)).isEqualTo(Published.dataIn(console, key));
    }
  }

  @Test
  void sendsNoMessageIfToldSo() {
    try (RedisSubscription subscription = console.subscribe(key)) {
      Published.now(publisher.withoutNotification(), "quiet");
      Published.now(publisher, "loud");
      assertThat(subscription.next(1)).containsExactly("loud");
      assertThat(Published.dataIn(console, key)).containsExactly("quiet", "loud");
    }
  }

  @Test
  void trimsTheStreamToAboutItsLength() {
    Published.ids(Published.numbers(publisher.withMaxLength(100), 900));
    assertThat(console.number("XLEN", key)).isBetween(100L, 250L);
    assertThat(Published.dataIn(console, key)).endsWith("899");
  }

  @Test
  void trimsTheStreamWithoutNotificationsToo() {
    Published.ids(Published.numbers(publisher.withoutNotification().withMaxLength(100), 900));
    assertThat(console.number("XLEN", key)).isBetween(100L, 250L);
    assertThat(Published.dataIn(console, key)).endsWith("899");
  }

  @Test
  void keepsEverythingWithoutALimit() {
    Published.ids(Published.numbers(publisher.withMaxLength(100).withoutLimit(), 900));
    assertThat(console.number("XLEN", key)).isEqualTo(900);
  }

  @Test
  void doesNotNeedTheScriptToBeKnown() {
    Published.now(publisher, "1");
    console.command("SCRIPT", "FLUSH");
    Published.now(publisher, "2");
    redis.kill();
    redis.startAgain();
    Published.atLast(publisher, "3");
    assertThat(Published.dataIn(console, key)).containsExactly("1", "2", "3");
  }

  @Test
  void refusesAnEventThatCannotBeAnEntry() {
    List<ServerSentEvent> refused =
        List.of(
            ServerSentEvent.of("1").withId("7"),
            ServerSentEvent.of("1").withRetry(Duration.ofSeconds(1)),
            ServerSentEvent.of("sse:gap", "{}"));
    assertThat(refused)
        .allSatisfy(
            event ->
                assertThatFails(
                    publisher.publish(event), IllegalArgumentException.class, "must not have"));
    assertThat(console.number("EXISTS", key)).isZero();
  }

  @Test
  void namesAKeyThatIsNoStream() {
    console.command("SET", key, "text");
    assertThatFails(publisher.publish(ServerSentEvent.of("1")), "'" + key + "'", "is no stream");
  }

  @Test
  void refusesMoreEventsThanMayWait() {
    redis.freeze();
    try {
      List<CompletionStage<String>> refused =
          Published.numbers(publisher, 5_000).stream()
              .filter(stage -> stage.toCompletableFuture().isCompletedExceptionally())
              .toList();
      assertThat(refused).hasSize(4_000);
      assertThatFails(refused.get(0), "wait for some");
    } finally {
      redis.thaw();
    }
    Published.atLast(publisher, "after");
  }

  @Test
  void failsInTimeWhileRedisDoesNotAnswer() {
    Published.now(publisher, "before");
    redis.freeze();
    try {
      assertThatFails(publisher.publish(ServerSentEvent.of("frozen")), "is out of reach");
    } finally {
      redis.thaw();
    }
  }

  @Test
  void failsWhileRedisIsAwayAndWorksAgainAfterwards() {
    Published.now(publisher, "before");
    redis.kill();
    assertThatFails(
        publisher.publish(ServerSentEvent.of("meanwhile")),
        "Redis at 127.0.0.1:" + redis.port() + " is out of reach");
    redis.startAgain();
    Published.atLast(publisher, "after");
    assertThat(Published.dataIn(console, key)).containsExactly("before", "after");
  }

  @Test
  void failsOnceTheLinkIsClosed() {
    link.close();
    assertThatFails(publisher.publish(ServerSentEvent.of("1")), "the link is closed");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> RedisPublisher.create(link, "")).hasMessageContaining("empty");
    assertThatThrownBy(() -> publisher.withMaxLength(0)).hasMessageContaining("maxLength");
  }
}
