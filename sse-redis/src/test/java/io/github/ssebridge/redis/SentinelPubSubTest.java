package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.testkit.EmbeddedSentinel;
import io.github.ssebridge.testkit.FeedReader;
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

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
