package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardedChannelTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int CHANNELS = 20;

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisConsole console = new RedisConsole(redis.port());
  private final RedisLink link = RedisLink.create(redis.uri());
  private final EventHub hub = EventHub.create(HubOptions.defaults().withLinger(Duration.ZERO));

  @AfterEach
  void close() {
    hub.close();
    link.close();
    redis.close();
  }

  @Test
  void nothingIsLeftOfChannelsThatAreOpenedAndClosedInQuickSuccession() {
    List<String> channels = IntStream.range(0, CHANNELS).mapToObj(i -> "channel-" + i).toList();
    for (int i = 0; i < CHANNELS; i++) {
      hub.stream(channels.get(i), RedisPubSubFeed.sharded(link, channels.get(i)));
      FeedReader first = FeedReader.of(hub, channels.get(i));
      eventually(() -> assertThat(first.events("sse:open")).hasSize(1));
      first.close();
      FeedReader second = FeedReader.of(hub, channels.get(i));
      // While confirmations are on their way, and when they are here.
      await().pollDelay(Duration.ofMillis(1 + i)).until(() -> true);
      second.close();
    }
    eventually(() -> assertThat(link.subscriptions()).isZero());
    eventually(() -> assertThat(console.list("PUBSUB", "SHARDCHANNELS")).isEmpty());
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
