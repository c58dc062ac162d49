package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisPubSubFeed;
import io.github.ssebridge.redis.RedisStreamFeed;

/** What of Redis a node reads. */
enum RedisKind {
  /** A channel, which keeps nothing. */
  CHANNEL,
  /** A stream, which keeps all. */
  STREAM;

  EventFeed feed(RedisLink link, String name) {
    return this == CHANNEL
        ? RedisPubSubFeed.create(link, name)
        : RedisStreamFeed.create(link, name);
  }
}
