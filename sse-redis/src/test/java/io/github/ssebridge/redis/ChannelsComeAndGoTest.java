package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ChannelsComeAndGoTest {

  private static final int CHANNELS = 10_000;
  private static final int AT_ONCE = 10;
  private static final int OPEN = 500;
  private static final Subscriber NOBODY =
      new Subscriber() {
        @Override
        public boolean wake() {
          return false;
        }

        @Override
        public void end() {}
      };

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisConsole console = new RedisConsole(redis.port());
  private final RedisLink link = RedisLink.create(redis.uri());
  private final EventHub hub =
      EventHub.create(HubOptions.defaults().withLinger(Duration.ofMillis(50)));
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final ReaderLoop loop = ReaderLoop.on(thread);
  // Owned by the thread.
  private final Deque<Subscription> open = new ArrayDeque<>();
  private final AtomicInteger opened = new AtomicInteger();

  @AfterEach
  void close() {
    thread.shutdown();
    hub.close();
    link.close();
    redis.close();
  }

  @Test
  void nothingIsLeftOfTenThousandChannelsThatCameAndWent() {
    for (int i = 0; i < CHANNELS; i++) {
      hub.stream("stream-" + i, RedisPubSubFeed.create(link, "channel-" + i));
    }
    Future<?> turns = thread.scheduleAtFixedRate(this::turn, 0, 10, TimeUnit.MILLISECONDS);
    await().atMost(Duration.ofSeconds(60)).until(() -> opened.get() == CHANNELS);
    assertThat(turns.isDone()).isFalse();
    assertThat(channels()).isNotEmpty().hasSizeLessThan(3 * OPEN);
    await().atMost(Duration.ofSeconds(20)).until(() -> channels().isEmpty());
    await().atMost(Duration.ofSeconds(20)).until(() -> link.subscriptions() == 0);
    assertThat(console.subscribers("channel-0")).isZero();
  }

  @Test
  void tenThousandChannelsStandAgainSoonAfterTheirConnectionWasLost() {
    for (int i = 0; i < CHANNELS; i++) {
      hub.stream("stream-" + i, RedisPubSubFeed.create(link, "channel-" + i));
      var unused = hub.subscribe(List.of(all(i)), null, loop, NOBODY);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> channels().size() == CHANNELS);
    console.command("CLIENT", "KILL", "TYPE", "pubsub");
    await().atMost(Duration.ofSeconds(5)).until(() -> stand() == CHANNELS);
    assertThat(channels()).hasSize(CHANNELS);
  }

  private void turn() {
    for (int i = 0; i < AT_ONCE; i++) {
      if (opened.get() < CHANNELS) {
        open.add(hub.subscribe(List.of(all(opened.getAndIncrement())), null, loop, NOBODY));
      }
      if (open.size() > OPEN || opened.get() == CHANNELS) {
        Subscription leaving = open.poll();
        if (leaving != null) {
          leaving.close();
        }
      }
    }
  }

  private static StreamSelection all(int number) {
    return StreamSelection.all("stream-" + number);
  }

  private List<?> channels() {
    return console.list("PUBSUB", "CHANNELS");
  }

  private long stand() {
    return IntStream.range(0, CHANNELS)
        .filter(i -> hub.status("stream-" + i).figures().getOrDefault("disconnects", 0L) == 1)
        .filter(i -> hub.status("stream-" + i).detail().isEmpty())
        .count();
  }
}
