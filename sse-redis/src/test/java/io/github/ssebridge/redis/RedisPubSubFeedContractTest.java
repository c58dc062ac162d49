package io.github.ssebridge.redis;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.EventFeedContract;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.RedisConsole;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisPubSubFeedContractTest extends EventFeedContract {

  private static final AtomicInteger LAST_CHANNEL = new AtomicInteger();

  private static EmbeddedRedis redis;

  private final String channel = "channel-" + LAST_CHANNEL.incrementAndGet();
  private final int portOfMissing = FreePort.find();

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  @Override
  protected EventFeed feed() {
    return feed(redis.uri());
  }

  @Override
  protected void produce(List<byte[]> payloads) {
    new RedisConsole(redis.port()).publish(channel, payloads);
  }

  @Override
  protected void takeSourceAway() {
    redis.kill();
  }

  @Override
  protected void bringSourceBack() {
    redis.startAgain();
  }

  @Override
  protected List<String> produceWhileAway(String... payloads) {
    return List.of();
  }

  @Override
  protected boolean keepsEvents() {
    return false;
  }

  @Override
  protected int subscriptionsAtSource() {
    return new RedisConsole(redis.port()).subscribers(channel);
  }

  @Override
  protected EventFeed feedOfMissingSource() {
    return feed("redis://127.0.0.1:" + portOfMissing);
  }

  @Override
  protected void makeMissingSourceAppear() {
    EmbeddedRedis appeared = EmbeddedRedis.start(portOfMissing);
    afterTest(appeared::close);
  }

  private EventFeed feed(String uri) {
    RedisLink link = RedisLink.create(uri);
    afterTest(link::close);
    return RedisPubSubFeed.create(link, channel);
  }
}
