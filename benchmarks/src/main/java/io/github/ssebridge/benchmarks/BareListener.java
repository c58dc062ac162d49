package io.github.ssebridge.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that reads a channel: a listener of Lettuce that counts, and looks at the number in
 * each message. Written by the event loop of the connection, read by any thread.
 */
final class BareListener extends RedisPubSubAdapter<String, byte[]> {

  private final AtomicLong count = new AtomicLong();
  private final LastNumber last = new LastNumber();

  private BareListener() {}

  /** Returns when no message can be missed any more; its connection ends with the process. */
  static BareListener subscribe(String uri, String channel) {
    BareListener listener = new BareListener();
    StatefulRedisPubSubConnection<String, byte[]> connection =
        RedisClient.create(uri)
            .connectPubSub(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    connection.addListener(listener);
    connection.sync().subscribe(channel);
    return listener;
  }

  /** How many messages have come. */
  long count() {
    return count.get();
  }

  @Override
  public void message(String channel, byte[] message) {
    last.saw(message);
    // There is one writer, so nothing needs to be compared.
    count.setRelease(count.getPlain() + 1);
  }
}
