package io.github.ssebridge.kafka;

import io.github.ssebridge.LogOptions;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * From where a node reads a topic that it begins to read: so much of the recent past that its log
 * is about full, but no more than that.
 */
final class RecentPast {

  private static final List<Duration> WINDOWS =
      Stream.of("P1D", "PT6H", "PT1H", "PT10M", "PT1M", "PT10S").map(Duration::parse).toList();

  private static final int SAMPLES = 5;
  private static final int POLLS_FOR_SAMPLES = 10;
  private static final Duration POLL = Duration.ofMillis(100);

  // What an id and the field names take, and what the log keeps for each event.
  private static final int OVERHEAD_BYTES = 64;

  private final Consumer<byte[], ByteBuffer> consumer;
  private final String topic;
  private final LogOptions bounds;

  RecentPast(Consumer<byte[], ByteBuffer> consumer, String topic, LogOptions bounds) {
    this.consumer = consumer;
    this.topic = topic;
    this.bounds = bounds;
  }

  /** From which offsets to read, given those that there are. */
  long[] from(long[] beginnings, long[] ends) {
    long most = Math.min(bounds.maxEvents(), bounds.maxBytes() / averageBytes(beginnings, ends));
    boolean isBoundless = bounds.maxAge().compareTo(WINDOWS.get(0)) > 0;
    if (isBoundless && records(beginnings, ends) <= most) {
      return beginnings;
    }
    long[] from = beginnings;
    for (Duration window : windows()) {
      from = since(window, beginnings, ends);
      if (records(from, ends) <= most) {
        return from;
      }
    }
    return laterOfEach(from, lastOfEach(most / ends.length, beginnings, ends));
  }

  /** What the log keeps by age, or a day, and then shorter ones. */
  private List<Duration> windows() {
    Duration longest = bounds.maxAge();
    return Stream.concat(Stream.of(longest), WINDOWS.stream())
        .filter(window -> window.compareTo(longest) <= 0 && window.compareTo(WINDOWS.get(0)) <= 0)
        .distinct()
        .toList();
  }

  private static long[] laterOfEach(long[] one, long[] other) {
    long[] later = new long[one.length];
    for (int i = 0; i < later.length; i++) {
      later[i] = Math.max(one[i], other[i]);
    }
    return later;
  }

  private long averageBytes(long[] beginnings, long[] ends) {
    TopicPartitions.assign(consumer, topic, lastOfEach(SAMPLES, beginnings, ends));
    long bytes = 0;
    long count = 0;
    long expected = records(lastOfEach(SAMPLES, beginnings, ends), ends);
    for (int i = 0; i < POLLS_FOR_SAMPLES && count < expected; i++) {
      for (ConsumerRecord<byte[], ByteBuffer> record : consumer.poll(POLL)) {
        bytes +=
            Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        count++;
      }
    }
    return OVERHEAD_BYTES + bytes / Math.max(1, count);
  }

  private long[] since(Duration window, long[] beginnings, long[] ends) {
    long time = Clock.systemUTC().millis() - window.toMillis();
    Map<TopicPartition, Long> wanted =
        TopicPartitions.of(topic, ends.length).stream()
            .collect(Collectors.toMap(partition -> partition, partition -> time));
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(wanted, TopicAdmin.TIMEOUT);
    long[] from = ends.clone();
    found.forEach(
        (partition, first) -> {
          if (first != null) {
            int i = partition.partition();
            from[i] = Math.min(ends[i], Math.max(beginnings[i], first.offset()));
          }
        });
    return from;
  }

  private static long[] lastOfEach(long count, long[] beginnings, long[] ends) {
    long[] from = new long[ends.length];
    for (int i = 0; i < ends.length; i++) {
      from[i] = Math.max(beginnings[i], ends[i] - count);
    }
    return from;
  }

  private static long records(long[] from, long[] ends) {
    return LongStream.of(ends).sum() - LongStream.of(from).sum();
  }
}
