package io.github.ssebridge.redis;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.EventFeedContract;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.TcpProxy;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RedisStreamFeedContractTest extends EventFeedContract {

  private static EmbeddedRedis redis;
  private static TcpProxy proxy;

  private final int portOfMissing = FreePort.find();
  private TestStream stream;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
    proxy = TcpProxy.to("127.0.0.1", redis.port());
  }

  @AfterAll
  static void close() {
    proxy.close();
    redis.close();
  }

  @BeforeEach
  void name() {
    String uri = "redis://127.0.0.1:" + proxy.port();
    stream = new TestStream(new RedisConsole(redis.port()), uri);
    afterTest(stream::close);
  }

  @Override
  protected EventFeed feed() {
    return stream.feed();
  }

  @Override
  protected void produce(List<byte[]> payloads) {
    payloads.forEach(stream::add);
  }

  @Override
  protected void takeSourceAway() {
    proxy.refuse();
  }

  @Override
  protected void bringSourceBack() {
    proxy.accept();
  }

  @Override
  protected List<String> produceWhileAway(String... payloads) {
    stream.add(payloads);
    return List.of(payloads);
  }

  @Override
  protected boolean keepsEvents() {
    return true;
  }

  @Override
  protected int subscriptionsAtSource() {
    return stream.readers();
  }

  @Override
  protected EventFeed feedOfMissingSource() {
    return new TestStream(new RedisConsole(portOfMissing), "redis://127.0.0.1:" + portOfMissing)
        .feed();
  }

  @Override
  protected void makeMissingSourceAppear() {
    EmbeddedRedis appeared = EmbeddedRedis.start(portOfMissing);
    afterTest(appeared::close);
  }
}
