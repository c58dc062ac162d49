package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.LogLines;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.RedisSubscription;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisLinkTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String PASSWORD = "hunter2";

  private final int port = FreePort.find();
  private final LogLines log = new LogLines(RedisLink.class);

  @AfterEach
  void close() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "localhost:6379",
        "http://localhost:6379",
        "redis://",
        "redis://:hunter2@local host:6379",
        "redis://:hunter2@localhost:port",
        "redis://user:hunter2%@localhost",
        "redis://user:hunter2@me@localhost:6379",
        "redis://user:1#hunter2@localhost:6379",
        "redis-cluster://user:hunter2@me@one:7000,two",
        "redis-sentinel://:hunter2@me@one#prices",
        "redis://:hunter2@localhost:0",
        "redis://:hunter2@localhost:65536",
        "redis://:hunter2@one:6379,two:6379",
        "redis-cluster://",
        "redis-cluster://:hunter2@one,",
        "redis-cluster://:hunter2@one:7000,two:port",
        "redis-cluster://user:hunter2%@one:7000,two",
        "redis-sentinel://:hunter2@localhost#"
      })
  void refusesAUriItCannotReadWithoutRepeatingIt(String uri) {
    Throwable refused = catchThrowable(() -> RedisLink.create(uri).close());
    assertThat(refused)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redis uri")
        .hasMessageContaining("redis://localhost:6379");
    assertThat(withCauses(refused)).doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost",
        "redis://[::1]:6379",
        "rediss://user:hunter2%21@127.0.0.1:6379/1",
        "redis+tls://user:hunter2@127.0.0.1:6379",
        "redis-socket:///tmp/redis.sock",
        "redis://user:hunter2%40me@127.0.0.1:65535",
        "redis://:hunter2@my_host:6379",
        "redis-sentinel://one,two:26380#prices",
        "redis-sentinel://:hunter2@one_a,two_b:26380#prices",
        "redis-cluster://user:hunter2@one_a:7000,two",
        "rediss-cluster://:hunter2@[::1]:7000,127.0.0.1:7001?timeout=1s"
      })
  void takesEveryKindOfUri(String uri) {
    assertThatNoException().isThrownBy(() -> RedisLink.create(uri).close());
  }

  @Test
  void asksForAnUnreachableRedisInOneLineAndNotInOnePerAttempt() {
    try (RedisLink link = RedisLink.create("redis://127.0.0.1:" + port);
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(log.with("no Redis answers")).hasSize(1));
      assertThat(log.with("no Redis answers").get(0))
          .startsWith("WARN")
          .contains("127.0.0.1:" + port, "uri")
          .doesNotContain("stack trace");
      // Until two attempts more have failed.
      await().during(Duration.ofMillis(2500)).atMost(LIMIT).until(() -> log.with("").size() == 1);
      assertThat(reader.events()).isEmpty();
    }
  }

  @Test
  void saysInOneLineEachThatRedisIsLostAndBack() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(port);
        RedisLink link = RedisLink.create(redis.uri());
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      redis.kill();
      eventually(() -> assertThat(log.with("lost Redis at 127.0.0.1:" + port)).hasSize(1));
      redis.startAgain();
      eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
      eventually(() -> assertThat(log.with("connected to Redis at")).hasSize(2));
      assertThat(log.with("")).hasSize(3);
    }
    assertThat(log.with("")).as("closing says nothing").hasSize(3);
  }

  @Test
  void doesNotComeBackAtOnceToARedisThatDropsEveryConnection() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(port);
        RedisLink link = RedisLink.create(redis.uri());
        EventHub hub = hub(link)) {
      RedisConsole console = new RedisConsole(port);
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      await()
          .pollInterval(Duration.ofMillis(10))
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(6))
          .until(() -> console.number("CLIENT", "KILL", "TYPE", "pubsub") >= 0 && losses() < 10);
      assertThat(losses()).isGreaterThan(2);
    }
  }

  private int losses() {
    return log.with("lost Redis at").size();
  }

  @Test
  void saysOfAChannelThatItIsClosed() {
    RedisLink link = RedisLink.create("redis://127.0.0.1:" + port);
    link.close();
    try (EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      assertThat(hub.status("stream").state()).isEqualTo(State.FAILING);
      assertThat(hub.status("stream").detail()).contains("is closed");
      assertThat(reader.events()).isEmpty();
    }
  }

  @Test
  void saysInOneLineOfAStreamThatItsHubIsToBeClosedFirst() {
    RedisLink link = RedisLink.create("redis://127.0.0.1:" + port);
    try (EventHub hub = EventHub.create().stream("stream", RedisStreamFeed.create(link, "key"))) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(log.with("no Redis answers")).hasSize(1));
      link.close();
      eventually(() -> assertThat(log.with("close the hub before")).hasSize(1));
      await().during(Duration.ofMillis(1500)).atMost(LIMIT).until(() -> log.with("").size() == 2);
      assertThat(log.with("stack trace")).isEmpty();
      assertThat(hub.status("stream").detail()).contains("is closed");
      assertThat(reader.events()).isEmpty();
    }
  }

  @Test
  void neverSaysThePassword() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(port, "--requirepass", PASSWORD);
        RedisLink link = RedisLink.create("redis://:" + PASSWORD + "@127.0.0.1:" + port);
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      redis.kill();
      eventually(() -> assertThat(log.with("lost Redis")).hasSize(1));
      assertThat(withCauses(publishFailure(hub))).contains("out of reach").doesNotContain(PASSWORD);
      assertThat(log.with(PASSWORD)).isEmpty();
    }
  }

  @Test
  void neverSaysAWrongPasswordEither() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(port, "--requirepass", "right");
        RedisLink link = RedisLink.create("redis://:" + PASSWORD + "@127.0.0.1:" + redis.port());
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(log.with("WRONGPASS")).hasSize(1));
      await()
          .during(Duration.ofMillis(2500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> log.with("127.0.0.1").size() == 1);
      assertThat(log.with("127.0.0.1:" + port).get(0)).contains("uri");
      assertThat(withCauses(publishFailure(hub))).doesNotContain(PASSWORD);
      assertThat(log.with(PASSWORD)).isEmpty();
      assertThat(reader.events()).isEmpty();
    }
  }

  @Test
  void waitsForRoomAtARedisThatTakesNoMoreConnections() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(port);
        RedisLink link = RedisLink.create("redis://default:any@127.0.0.1:" + redis.port());
        EventHub hub = hub(link)) {
      RedisConsole console = new RedisConsole(port);
      FeedReader reader = whenFull(console, hub);
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      assertThat(log.with("ERROR")).isEmpty();
    }
  }

  private FeedReader whenFull(RedisConsole console, EventHub hub) {
    try (RedisSubscription other = console.subscribe("another client")) {
      console.command("CONFIG", "SET", "maxclients", "1");
      FeedReader reader = FeedReader.of(hub, "stream");
      // Lettuce may have read the refusal, or only seen the end of the connection.
      eventually(() -> assertThat(log.with("WARN")).hasSize(1));
      eventually(() -> assertThat(hub.status("stream").state()).isEqualTo(State.UNREACHABLE));
      assertThat(other).isNotNull();
      return reader;
    }
  }

  @Test
  void neverSaysThePasswordOfAClusterThatIsNotThere() {
    try (RedisLink link =
            RedisLink.create("redis-cluster://user:" + PASSWORD + "@127.0.0.1:" + port);
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(log.with("no Redis answers at the cluster of")).hasSize(1));
      eventually(() -> assertThat(hub.status("stream").detail()).contains("127.0.0.1:" + port));
      assertThat(hub.status("stream").detail()).doesNotContain(PASSWORD);
      assertThat(withCauses(publishFailure(hub))).contains("out of reach").doesNotContain(PASSWORD);
      assertThat(log.with(PASSWORD)).isEmpty();
      assertThat(reader.events()).isEmpty();
    }
  }

  @Test
  void asksForAHostWithAnUnderscoreByThatName() {
    try (RedisLink link = RedisLink.create("redis://no_such_host:" + port);
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(log.with("no Redis answers at no_such_host:" + port)).hasSize(1));
      assertThat(reader.events()).isEmpty();
    }
  }

  private static EventHub hub(RedisLink link) {
    return EventHub.create().stream("stream", RedisPubSubFeed.create(link, "channel"));
  }

  private static Throwable publishFailure(EventHub hub) {
    return catchThrowable(
        () -> hub.publish("stream", ServerSentEvent.of("1")).toCompletableFuture().get());
  }

  private static String withCauses(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
