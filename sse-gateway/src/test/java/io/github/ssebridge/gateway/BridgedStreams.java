package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisPubSubFeed;
import java.util.Map;

/** The README's streams with feeds. */
final class BridgedStreams {

  private BridgedStreams() {}

  static EventHub create() {
    RedisLink redis = RedisLink.create("redis://localhost:6379");
    return EventHub.create().stream(
        "orders", KafkaFeed.create("orders", Map.of("bootstrap.servers", "localhost:9092")))
        .stream("chat", RedisPubSubFeed.create(redis, "chat"));
  }
}
