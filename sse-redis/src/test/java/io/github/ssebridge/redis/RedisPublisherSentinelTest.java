package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.EmbeddedSentinel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class RedisPublisherSentinelTest {

  @Test
  void goesOnWithTheReplicaThatTookTheMastersPlace() {
    try (EmbeddedSentinel sentinel = EmbeddedSentinel.start();
        RedisLink link = RedisLink.create(sentinel.uri())) {
      RedisPublisher publisher = RedisPublisher.create(link, "prices");
      Published.now(publisher, "before");
      sentinel.awaitReplica();
      sentinel.failOver();
      Published.atLast(publisher, "after");
      assertThat(Published.dataIn(sentinel.console(), "prices")).containsExactly("before", "after");
    }
  }
}
