package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.testkit.EmbeddedSentinel;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class SentinelPubSubTest {

  private static final Duration LIMIT = Duration.ofSeconds(40);

  @Test
  void whatAClientDoesNotGetThroughAFailoverItIsToldOf() {
    try (EmbeddedSentinel redis = EmbeddedSentinel.start();
        RedisLink link = RedisLink.create(redis.uri());
        EventHub hub = EventHub.create()) {
      hub.stream("stream", RedisPubSubFeed.create(link, "channel"));
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      try (NumberedMessages messages =
          new NumberedMessages(2_000, batch -> redis.console().publish("channel", batch))) {
        eventually(() -> assertThat(reader.data()).hasSizeGreaterThan(1_000));
        redis.failOver();
        eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
        int before = reader.data().size();
        eventually(() -> assertThat(reader.data()).hasSizeGreaterThan(before + 1_000));
        String last = String.valueOf(messages.end());
        eventually(() -> assertThat(reader.data()).contains(last));
        messages.assertGotOrTold(reader.events());
      }
      assertThat(reader.events("sse:gap")).hasSize(1);
    }
  }

  @Test
  void isToldOfWhatCameToAnotherMasterWhileTheOldOneStillAnswered() {
    try (EmbeddedSentinel redis = EmbeddedSentinel.start();
        RedisLink link = RedisLink.create(redis.uri());
        EventHub hub = EventHub.create()) {
      hub.stream("stream", RedisPubSubFeed.create(link, "channel"));
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      RedisConsole old = redis.console();
      try (NumberedMessages messages =
          new NumberedMessages(1_000, batch -> redis.namedConsole().publish("channel", batch))) {
        eventually(() -> assertThat(reader.data()).hasSizeGreaterThan(2_000));
        redis.failOverAlive();
        eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
        assertThat(old.list("ROLE").get(0)).isEqualTo("master");
        eventually(() -> assertThat(old.list("ROLE").get(0)).isEqualTo("slave"));
        int before = reader.data().size();
        eventually(() -> assertThat(reader.data()).hasSizeGreaterThan(before + 1_000));
        String last = String.valueOf(messages.end());
        eventually(() -> assertThat(reader.data()).contains(last));
        messages.assertGotOrTold(reader.events());
      }
      assertThat(reader.events("sse:gap")).hasSize(1);
      assertThat(NumberedMessages.told(reader.events())).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void readsWhatComesToTheOldMasterFromThoseWhoHaveNotHeardOfTheNewOne() {
    try (EmbeddedSentinel redis = EmbeddedSentinel.start();
        RedisLink link = RedisLink.create(redis.uri());
        EventHub hub = EventHub.create()) {
      hub.stream("stream", RedisPubSubFeed.create(link, "channel"));
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      RedisConsole old = redis.console();
      redis.failOverAlive();
      eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
      old.publish("channel", "at the old one");
      redis.console().publish("channel", "at the new one");
      eventually(
          () ->
              assertThat(reader.data())
                  .containsExactlyInAnyOrder("at the old one", "at the new one"));
    }
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
