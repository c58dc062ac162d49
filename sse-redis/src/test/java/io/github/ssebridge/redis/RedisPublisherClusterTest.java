package io.github.ssebridge.redis;

import static io.github.ssebridge.redis.Published.assertThatFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedisCluster;
import io.github.ssebridge.testkit.RedisSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@Tag("long")
class RedisPublisherClusterTest {

  private static EmbeddedRedisCluster cluster;

  private RedisLink link;
  private String key;
  private RedisPublisher publisher;

  @BeforeAll
  static void start() {
    cluster = EmbeddedRedisCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void create(TestInfo test) {
    key = test.getDisplayName();
    link = RedisLink.create(cluster.uri());
    publisher = RedisPublisher.create(link, key);
  }

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void notifiesTheShardedChannelWhereverTheStreamIs() {
    for (String tag : List.of("{a}", "{b}", "{c}")) {
      String tagged = tag + key;
      try (RedisSubscription subscription = cluster.consoleOf(tagged).subscribeSharded(tagged)) {
        String id = Published.now(RedisPublisher.create(link, tagged), "data of " + tag);
        assertThat(Published.idsIn(cluster.consoleOf(tagged), tagged)).containsExactly(id);
        assertThat(subscription.next(1)).containsExactly("data of " + tag);
      }
    }
  }

  @Test
  void followsAStreamToAnotherNode() {
    Published.now(publisher, "before");
    moveStream();
    try (RedisSubscription subscription = cluster.consoleOf(key).subscribeSharded(key)) {
      Published.now(publisher, "after");
      assertThat(subscription.next(1)).containsExactly("after");
    }
    assertThat(Published.dataIn(cluster.consoleOf(key), key)).containsExactly("before", "after");
  }

  @Test
  void losesAndDoublesNothingWhileAStreamMoves() {
    List<CompletionStage<String>> all = new ArrayList<>(Published.numbers(publisher, 100));
    Thread mover = new Thread(this::moveStream);
    mover.start();
    while (mover.isAlive()) {
      all.add(publisher.publish(ServerSentEvent.of("amid")));
      Published.id(all.get(all.size() - 1));
    }
    all.addAll(Published.numbers(publisher, 100));
    List<String> ids = Published.ids(all);
    assertThat(Published.idsIn(cluster.consoleOf(key), key))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void failsWhileTheNodeOfTheStreamIsAwayAndWorksAgainAfterwards() {
    Published.now(publisher, "before");
    int node = cluster.nodeOf(key);
    cluster.kill(node);
    assertThatFails(publisher.publish(ServerSentEvent.of("meanwhile")), "Redis", "(");
    cluster.startAgain(node);
    Published.atLast(publisher, "after");
    assertThat(Published.dataIn(cluster.consoleOf(key), key)).containsExactly("before", "after");
  }

  private void moveStream() {
    cluster.migrateSlot(EmbeddedRedisCluster.slotOf(key), (cluster.nodeOf(key) + 1) % 3);
  }
}
