package io.github.ssebridge.gateway;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisPubSubFeed;
import io.github.ssebridge.redis.RedisStreamFeed;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the feeds of streams.
 *
 * @param kafka the settings of kafka-clients
 * @param redis the link to Redis
 */
record Feeds(@Nullable Map<String, String> kafka, @Nullable RedisLink redis) {

  /**
   * The feed of a stream.
   *
   * @throws GatewayException if it cannot be as it is configured, naming the setting
   */
  EventFeed feed(String name, StreamConfig stream) {
    try {
      return feed(stream);
    } catch (IllegalArgumentException e) {
      throw new GatewayException("streams." + name + ": " + e.getMessage());
    }
  }

  private EventFeed feed(StreamConfig stream) {
    if (stream.topic() != null) {
      return KafkaFeed.create(stream.feedOptions(Objects.requireNonNull(kafka)));
    }
    RedisLink link = Objects.requireNonNull(redis);
    if (stream.redisStream() != null) {
      return RedisStreamFeed.create(link, stream.redisStreamOptions());
    }
    if (stream.pattern() != null) {
      return RedisPubSubFeed.ofPattern(link, stream.pattern());
    }
    String channel = Objects.requireNonNull(stream.channel());
    return stream.sharded()
        ? RedisPubSubFeed.sharded(link, channel)
        : RedisPubSubFeed.create(link, channel);
  }
}
