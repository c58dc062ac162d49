package io.github.ssebridge.benchmarks;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * The least that reads a Redis stream: a loop around {@code XREAD} that looks at the data of each
 * entry. Confined to the thread that reads.
 */
final class BareEntryReader implements RecordSource.BareLoop {

  /** The field with what {@link RecordText} makes. */
  static final String DATA = "data";

  private static final int COUNT = 1000;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RedisClient client;
  private final RedisCommands<String, byte[]> redis;
  private final String key;
  private String last = "0-0";

  private BareEntryReader(String uri, String key) {
    this.client = RedisClient.create(uri);
    this.redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
    this.key = key;
  }

  static BareEntryReader fromBeginning(String uri, String key) {
    return new BareEntryReader(uri, key);
  }

  static BareEntryReader fromEnd(String uri, String key) {
    BareEntryReader reader = new BareEntryReader(uri, key);
    reader
        .redis
        .xrevrange(key, Range.unbounded(), Limit.from(1))
        .forEach(newest -> reader.last = newest.getId());
    return reader;
  }

  @Override
  @SuppressWarnings("unchecked") // Varargs of Lettuce's.
  public void read(RecordSource.Values values, BooleanSupplier goesOn) {
    XReadArgs args = XReadArgs.Builder.block(PATIENCE).count(COUNT);
    while (goesOn.getAsBoolean()) {
      List<StreamMessage<String, byte[]>> entries = redis.xread(args, StreamOffset.from(key, last));
      long nanos = System.nanoTime();
      for (StreamMessage<String, byte[]> entry : entries) {
        values.value(Objects.requireNonNull(entry.getBody().get(DATA)), nanos);
        last = entry.getId();
      }
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, PATIENCE);
  }
}
