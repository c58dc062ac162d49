package io.github.ssebridge.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Map;

/** Adds single entries to a Redis stream. Confined to a thread. */
final class EntrySender implements RecordSource.Sender {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final String key;

  EntrySender(String uri, String key) {
    this.client = RedisClient.create(uri);
    this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    this.key = key;
  }

  @Override
  public void send(int number) {
    byte[] data = RecordText.of(number, System.nanoTime());
    var unused = connection.async().xadd(key, Map.of(BareEntryReader.DATA, data));
  }

  /** After the answers to all that was sent. */
  @Override
  public void close() {
    String unused = connection.sync().ping();
    client.shutdown(Duration.ZERO, LIMIT);
  }
}
