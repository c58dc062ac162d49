package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is lost with a connection is told: the bar of this feed. */
@Tag("long")
class CutConnectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int CUTS = 50;
  private static final int CUTS_FOR_EACH_STALL = 12;

  // Any other will do; this one can be repeated.
  private final Random random = new Random(20261122);
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisConsole console = new RedisConsole(redis.port());
  private final TcpProxy proxy = TcpProxy.to("127.0.0.1", redis.port());
  private final RedisLink link = RedisLink.create("redis://127.0.0.1:" + proxy.port());
  private final EventHub hub = EventHub.create();

  @BeforeEach
  void stream() {
    hub.stream("stream", RedisPubSubFeed.create(link, "channel"));
  }

  @AfterEach
  void close() {
    hub.close();
    link.close();
    proxy.close();
    redis.close();
  }

  @Test
  void whatAClientDoesNotGetThroughFiftyCutsItIsToldOf() {
    List<FeedReader> clients = List.of(greeted(), greeted());
    FeedReader returning = greeted();
    List<ServerSentEvent> gotByReturning = new ArrayList<>();
    try (NumberedMessages messages =
        new NumberedMessages(5_000, batch -> console.publish("channel", batch))) {
      for (int cut = 1; cut <= CUTS; cut++) {
        cut(cut);
        if (cut % 5 == 0) {
          gotByReturning.addAll(left(returning));
          returning = FeedReader.resuming(hub, "stream", returning.lastEventId());
        }
        awaitMore(messages, random.nextInt(2_000));
      }
      awaitMore(messages, 10_000);
      String last = String.valueOf(messages.end());
      List<FeedReader> all = List.of(clients.get(0), clients.get(1), returning);
      await().atMost(LIMIT).until(() -> all.stream().allMatch(c -> c.data().contains(last)));
      gotByReturning.addAll(returning.events());
      messages.assertGotOrTold(clients.get(0).events());
      messages.assertGotOrTold(clients.get(1).events());
      messages.assertGotOrTold(gotByReturning);
      assertThat(messages.unsure()).isZero();
    }
    assertThat(hub.status("stream").figures().get("disconnects")).isGreaterThan(CUTS / 2);
    assertThat(clients.get(0).events("sse:gap")).hasSizeBetween(CUTS / 2, CUTS);
  }

  private void cut(int number) {
    if (number % CUTS_FOR_EACH_STALL == 0) {
      proxy.stall();
      await().atMost(LIMIT).until(() -> !hub.status("stream").detail().isEmpty());
      proxy.flow();
    } else {
      proxy.cutAll();
    }
  }

  private static List<ServerSentEvent> left(FeedReader client) {
    client.close();
    return client.events();
  }

  private static void awaitMore(NumberedMessages messages, int more) {
    int end = messages.count() + more;
    await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(() -> messages.count() >= end);
  }

  private FeedReader greeted() {
    FeedReader reader = FeedReader.of(hub, "stream");
    await().atMost(LIMIT).until(() -> !reader.events("sse:open").isEmpty());
    return reader;
  }
}
