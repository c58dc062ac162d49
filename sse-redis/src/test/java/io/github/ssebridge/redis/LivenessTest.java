package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.LogLines;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.TcpProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class LivenessTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  // Five seconds, as promised, and some for a machine that has much to do.
  private static final Duration FOUND_WITHIN = Duration.ofSeconds(7);

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisConsole console = new RedisConsole(redis.port());
  private final TcpProxy proxy = TcpProxy.to("127.0.0.1", redis.port());
  private final RedisLink link = RedisLink.create("redis://127.0.0.1:" + proxy.port());
  private final EventHub hub = EventHub.create();
  private final LogLines log = new LogLines(RedisLink.class);
  private FeedReader reader;

  @BeforeEach
  void read() {
    hub.stream("stream", RedisPubSubFeed.create(link, "channel"));
    reader = FeedReader.of(hub, "stream");
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
  }

  @AfterEach
  void close() {
    hub.close();
    link.close();
    proxy.close();
    redis.close();
    log.close();
  }

  @Test
  void findsAConnectionThatIsDeadWithoutAWord() {
    Instant dead = Instant.now();
    proxy.stall();
    await().atMost(FOUND_WITHIN).until(() -> status() == State.UNREACHABLE);
    assertThat(Duration.between(dead, Instant.now())).isGreaterThan(Duration.ofSeconds(3));
    console.publish("channel", "lost");
    proxy.flow();
    assertThatTheGapIsTold(dead);
    assertThat(log.with("which has not answered for")).hasSize(1);
    assertThat(reader.data()).isEmpty();
  }

  @Test
  void findsAServerThatIsThereAndDoesNotAnswer() {
    Instant dead = Instant.now();
    redis.freeze();
    await().atMost(FOUND_WITHIN).until(() -> status() == State.UNREACHABLE);
    redis.thaw();
    assertThatTheGapIsTold(dead);
  }

  @Test
  void losesNothingThroughASilenceThatEndsBeforeTheLimit() {
    List<String> sent = IntStream.range(0, 500).mapToObj(String::valueOf).toList();
    for (int silence = 0; silence < 3; silence++) {
      proxy.stall();
      if (silence == 1) {
        sent.forEach(data -> console.publish("channel", data));
      }
      stays(State.READING, Duration.ofMillis(2500));
      proxy.flow();
      stays(State.READING, Duration.ofMillis(1500));
    }
    eventually(() -> assertThat(reader.data()).isEqualTo(sent));
    assertThat(reader.events("sse:gap")).isEmpty();
    assertThat(hub.status("stream").figures()).containsEntry("disconnects", 0L);
  }

  @Test
  void leavesAConnectionAloneWhoseAnswersHaveComeLateAndThatIsQuietThen() {
    proxy.stall();
    stays(State.READING, Duration.ofMillis(3800));
    proxy.flow();
    stays(State.READING, Duration.ofSeconds(7));
    assertThat(reader.events()).hasSize(1);
  }

  @Test
  void leavesAConnectionAloneOnWhichNothingIsPublished() {
    stays(State.READING, Duration.ofSeconds(8));
    assertThat(reader.events()).hasSize(1);
  }

  @Test
  void tellsOneGapWhenRedisHasClosedTheConnectionBecauseItWasSlow() {
    console.command("CONFIG", "SET", "client-output-buffer-limit", "pubsub 1mb 1mb 1");
    Instant slow = Instant.now();
    proxy.stall();
    byte[] message = new byte[1 << 20];
    console.publish("channel", Collections.nCopies(40, message));
    eventually(() -> assertThat(console.subscribers("channel")).isZero());
    proxy.flow();
    assertThatTheGapIsTold(slow);
    assertThat(hub.status("stream").figures()).containsEntry("disconnects", 1L);
  }

  private void assertThatTheGapIsTold(Instant dead) {
    eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
    String gap = reader.events("sse:gap").get(0).data();
    Instant since = Instant.parse(gap.replaceAll(".*\"since\":\"([^\"]+)\".*", "$1"));
    assertThat(since).isBetween(dead.minusSeconds(2), dead);
    assertThat(status()).isEqualTo(State.READING);
  }

  private void stays(State state, Duration time) {
    await().during(time).atMost(LIMIT).until(() -> status() == state);
  }

  private State status() {
    return hub.status("stream").state();
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
