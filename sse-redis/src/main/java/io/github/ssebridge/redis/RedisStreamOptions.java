package io.github.ssebridge.redis;

/**
 * Which Redis stream a feed reads, how its entries become events, and how many it is kept to where
 * this feed publishes.
 *
 * @param key the key of the stream; it need not exist yet
 * @param mapper makes events of entries
 * @param maxLength about how many entries are kept when an event is published ({@code MAXLEN ~});
 *     other writers trim as they like
 */
public record RedisStreamOptions(String key, EntryMapper mapper, long maxLength) {

  /** About how many entries are kept unless something else is said. */
  public static final long DEFAULT_MAX_LENGTH = RedisPublisher.DEFAULT_MAX_LENGTH;

  /** Refuses an empty key and a length below 1. */
  public RedisStreamOptions {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("the key of the Redis stream must not be empty");
    }
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength must be 1 or more, but is " + maxLength);
    }
  }

  /** A stream whose entries are taken as {@link FieldMapper#DEFAULT} takes them. */
  public RedisStreamOptions(String key) {
    this(key, FieldMapper.DEFAULT, DEFAULT_MAX_LENGTH);
  }

  /** These options with another mapper. */
  public RedisStreamOptions withMapper(EntryMapper newMapper) {
    return new RedisStreamOptions(key, newMapper, maxLength);
  }

  /** These options with another length. */
  public RedisStreamOptions withMaxLength(long newMaxLength) {
    return new RedisStreamOptions(key, mapper, newMaxLength);
  }
}
