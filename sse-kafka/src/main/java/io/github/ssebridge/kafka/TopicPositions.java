package io.github.ssebridge.kafka;

import io.github.ssebridge.IdWriter;
import io.github.ssebridge.PositionFormat;
import io.github.ssebridge.SourcePosition;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a Kafka topic: the next offset and the leader epoch of each of its partitions, and a
 * hash of the topic's id. Immutable and safe for use by any thread. {@code docs/positions.md} has
 * the layout.
 *
 * @see KafkaPosition
 */
final class TopicPositions implements PositionFormat {

  private final long topicHash;
  private final int partitions;
  private final @Nullable IssueTime time;

  /** Ids without a time, and of any age. */
  TopicPositions(Uuid topicId, int partitions) {
    this(topicId, partitions, null);
  }

  /** Ids with the time, by a clock of milliseconds since 1970, that are outdated after a while. */
  TopicPositions(Uuid topicId, int partitions, LongSupplier clock, Duration maxAge) {
    this(topicId, partitions, new IssueTime(clock, maxAge));
  }

  private TopicPositions(Uuid topicId, int partitions, @Nullable IssueTime time) {
    if (partitions < 1 || partitions > TokenLayout.MOST_PARTITIONS) {
      throw new IllegalArgumentException(
          "a topic of "
              + partitions
              + " partitions: an id has room for 1 to "
              + TokenLayout.MOST_PARTITIONS);
    }
    this.topicHash = hash(topicId);
    this.partitions = partitions;
    this.time = time;
  }

  /** 36 bits of the topic's id; each bit of it counts. */
  private static long hash(Uuid id) {
    long mixed = id.getMostSignificantBits() * 0x9e3779b97f4a7c15L ^ id.getLeastSignificantBits();
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return (mixed ^ mixed >>> 31)
        >>> (Long.SIZE - PositionToken.TOPIC_DIGITS * TokenText.DIGIT_BITS);
  }

  /** Whether these are the ids of the topic with an id. */
  boolean isOf(Uuid topicId) {
    return topicHash == hash(topicId);
  }

  /** The number of the topic's partitions. */
  int partitions() {
    return partitions;
  }

  @Override
  public String write(long[] positions) {
    return newWriter(positions).toString();
  }

  @Override
  public IdWriter writer(long[] positions) {
    return newWriter(positions);
  }

  /**
   * How many records of each partition a client may get again that comes back with the id of these
   * positions: 0 unless several hundred partitions leave no room for exact offsets.
   */
  long mostRepeated(long[] positions) {
    return (1L << newWriter(positions).rounding()) - 1;
  }

  private TokenWriter newWriter(long[] positions) {
    // A client may come from a node that knows of more partitions already.
    int count = Math.max(partitions, positions.length);
    return new TokenWriter(topicHash, Arrays.copyOf(positions, count), time);
  }

  @Override
  public @Nullable SourcePosition read(String id) {
    PositionToken token = PositionToken.read(id);
    if (token == null) {
      return null;
    }
    if (token.topicHash() != topicHash) {
      return SourcePosition.ofReplacedSource();
    }
    return time != null && time.isOutdated(token.minute())
        ? SourcePosition.outdated(token.positions())
        : SourcePosition.of(token.positions());
  }

  @Override
  public boolean includes(long position, long reached) {
    return KafkaPosition.includes(position, reached);
  }

  @Override
  public long distance(long from, long to) {
    return KafkaPosition.distance(from, to);
  }
}
