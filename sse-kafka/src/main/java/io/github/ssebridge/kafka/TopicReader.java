package io.github.ssebridge.kafka;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one topic from one start of its feed to the next stop, and owns the consumer. Runs on a
 * thread of its own; only {@link #stop} may be called from another.
 */
final class TopicReader implements Runnable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final long CHECK_NANOS = Duration.ofSeconds(2).toNanos();

  private final KafkaFeedOptions options;
  private final LogWriter writer;
  private final RecordMapping mapping;
  private final BrokerWatch watch;
  private final CountDownLatch stopped = new CountDownLatch(1);

  // The consumer that stop() may wake; set and cleared by the reading thread.
  private volatile @Nullable Consumer<byte[], byte[]> waking;

  // The next offset of each partition; outlives the consumer. Empty until the topic is found.
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private boolean opened;
  private long lastCheckNanos;
  private boolean shrunkBefore;

  TopicReader(KafkaFeedOptions options, LogWriter writer) {
    this.options = options;
    this.writer = writer;
    this.mapping = new RecordMapping(writer);
    this.watch = new BrokerWatch(writer.stream(), options);
  }

  /** Ends the thread soon. Safe for use by any thread, does not wait. */
  void stop() {
    stopped.countDown();
    Consumer<byte[], byte[]> consumer = waking;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public void run() {
    while (!isStopped()) {
      try {
        Consumer<byte[], byte[]> consumer = newConsumer();
        try {
          waking = consumer;
          read(consumer);
        } finally {
          waking = null;
          consumer.close(CloseOptions.timeout(REQUEST_TIMEOUT));
        }
      } catch (WakeupException stopping) {
        // Only stop() wakes.
      } catch (RuntimeException | Error e) {
        // Whatever it was, nothing but stop() ends a feed.
        watch.failed(e);
        pause();
      }
    }
  }

  private Consumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(
        options.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    while (!isStopped()) {
      if (findPartitions(consumer)) {
        readUntilDeleted(consumer);
      } else {
        pause();
      }
    }
  }

  private void readUntilDeleted(Consumer<byte[], byte[]> consumer) {
    lastCheckNanos = System.nanoTime();
    while (!isStopped() && !positions.isEmpty()) {
      try {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        append(records);
        check(consumer, records.isEmpty());
      } catch (OffsetOutOfRangeException e) {
        startAgain(consumer, e.offsetOutOfRangePartitions());
      }
    }
  }

  private void append(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        mapping.append(record);
        // For each record: if the next one brings the reader down, none is lost and none comes
        // twice.
        positions.put(partition, record.offset() + 1);
      }
    }
    records.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
  }

  /** Assigns all partitions of the topic; false if it is not there, or no broker answers. */
  private boolean findPartitions(Consumer<byte[], byte[]> consumer) {
    try {
      List<TopicPartition> found = partitions(consumer);
      if (found.isEmpty()) {
        watch.noTopic();
        return false;
      }
      if (!opened) {
        positions.putAll(consumer.endOffsets(found, REQUEST_TIMEOUT));
      }
      assign(consumer, found);
      watch.reading(found.size());
    } catch (TimeoutException e) {
      watch.unreachable();
      return false;
    }
    if (!opened) {
      opened = true;
      writer.opened();
    }
    return true;
  }

  /** Partitions that are not known yet were added while the feed reads: all of them is news. */
  private void assign(Consumer<byte[], byte[]> consumer, List<TopicPartition> found) {
    List<TopicPartition> added = new ArrayList<>(found);
    added.removeAll(positions.keySet());
    if (!added.isEmpty()) {
      positions.putAll(consumer.beginningOffsets(added, REQUEST_TIMEOUT));
    }
    consumer.assign(positions.keySet());
    positions.forEach(consumer::seek);
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<PartitionInfo> found = consumer.partitionsFor(options.topic(), REQUEST_TIMEOUT);
    return found == null
        ? List.of()
        : found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
  }

  /** With the brokers gone, poll returns nothing for ever and says nothing: so ask them. */
  private void check(Consumer<byte[], byte[]> consumer, boolean quiet) {
    if (!quiet) {
      watch.reading(positions.size());
    }
    if (System.nanoTime() - lastCheckNanos < CHECK_NANOS) {
      return;
    }
    try {
      List<TopicPartition> found = partitions(consumer);
      boolean shrunk = found.size() < positions.size();
      // A broker that has just restarted may know less than there is, so this takes two looks.
      boolean deleted = shrunk && shrunkBefore;
      shrunkBefore = shrunk && !deleted;
      if (deleted) {
        // A topic never shrinks: it was deleted, and positions in it mean nothing any more.
        writer.gap(GapReason.SOURCE_RESET, null);
        positions.keySet().retainAll(found);
        assign(consumer, found);
      } else if (found.size() > positions.size()) {
        assign(consumer, found);
      } else if (quiet && !shrunk) {
        consumer.endOffsets(positions.keySet(), REQUEST_TIMEOUT);
        watch.reading(positions.size());
      }
    } catch (TimeoutException e) {
      watch.unreachable();
    }
    lastCheckNanos = System.nanoTime();
  }

  /** The offsets are no longer there, or not yet: retention, truncation, or a new topic. */
  private void startAgain(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> outOfRange) {
    Map<TopicPartition, Long> beginnings =
        consumer.beginningOffsets(outOfRange.keySet(), REQUEST_TIMEOUT);
    outOfRange.forEach(
        (partition, wanted) -> {
          long beginning = beginnings.getOrDefault(partition, 0L);
          if (beginning > wanted) {
            writer.gap(GapReason.EXPIRED, beginning - wanted);
          } else {
            writer.gap(GapReason.SOURCE_RESET, null);
          }
          watch.positionLost(partition, wanted, beginning);
          positions.put(partition, beginning);
          consumer.seek(partition, beginning);
        });
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void pause() {
    try {
      stopped.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stopped.countDown();
      Thread.currentThread().interrupt();
    }
  }
}
