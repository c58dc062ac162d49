package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.LogLines;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link may be closed at any moment of its first connections: a node may end as it begins. */
class ClosingWhileConnectingTest {

  private static final int TIMES = 100;

  private final LogLines ofChannels = new LogLines(Channel.class);
  private final LogLines ofPromises = new LogLines(Promise.class);
  private final LogLines ofLinks = new LogLines(RedisLink.class);

  @AfterEach
  void close() {
    ofChannels.close();
    ofPromises.close();
    ofLinks.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1:%d",
        "redis-cluster://127.0.0.1:%d",
        "redis-sentinel://127.0.0.1:%d#a"
      })
  void closesWithoutAWordWhileNoRedisIsThere(String uri) {
    closeEarly(uri.formatted(FreePort.find()));
    assertNothingSaid();
  }

  @Test
  void closesWithoutAWordWhileItConnects() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      closeEarly(redis.uri());
    }
    assertNothingSaid();
  }

  private static void closeEarly(String uri) {
    for (int time = 0; time < TIMES; time++) {
      RedisLink link = RedisLink.create(uri);
      try (EventHub hub = EventHub.create()) {
        hub.stream("channel", RedisPubSubFeed.create(link, "prices"));
        hub.stream("stream", RedisStreamFeed.create(link, "prices"));
        for (String stream : List.of("channel", "stream")) {
          FeedReader unused = FeedReader.of(hub, stream);
        }
        spin(time);
      }
      link.close();
    }
  }

  private static void spin(int time) {
    long end = System.nanoTime() + time * 30_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void assertNothingSaid() {
    assertThat(ofChannels.with("")).isEmpty();
    assertThat(ofPromises.with("")).isEmpty();
    assertThat(ofLinks.with("stack trace")).isEmpty();
  }
}
