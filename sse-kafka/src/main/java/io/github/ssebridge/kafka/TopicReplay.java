package io.github.ssebridge.kafka;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.Replay;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic again for clients that come back, on the thread that it is called on. */
final class TopicReplay {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

  private final KafkaFeedOptions options;
  private final Replay replay;
  private final TopicReader reader;
  private final RecordAppender appender;

  // Where each partition goes on; outlives the consumer. Empty until the replay has begun.
  private long[] positions = {};

  // The brokers have lost records that clients have got here: each must begin anew from its own.
  private boolean isCut;

  TopicReplay(KafkaFeedOptions options, Replay replay, TopicReader reader) {
    this.options = options;
    this.replay = replay;
    this.reader = reader;
    this.appender = new RecordAppender(replay.writer(), options, null, reader.unmappable(), true);
  }

  /** Reads until the replay is over; waits for brokers that are out of reach. */
  void run() {
    while (!isCut && !replay.isOver() && !reader.isStopped()) {
      try (Consumer<byte[], ByteBuffer> consumer =
          TopicReader.newConsumer(options.replayConfig())) {
        read(consumer);
      } catch (KafkaException e) {
        // The reader of the topic itself says what is wrong.
        LockSupport.parkNanos(this, PAUSE_NANOS);
      } catch (UnmappableRecordException e) {
        // As for the reader of the topic, there is no way past it.
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void read(Consumer<byte[], ByteBuffer> consumer) {
    TopicAdmin admin = reader.admin();
    if (admin == null || !isTheTopicOfTheIds(admin)) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
      return;
    }
    int count = ((TopicPositions) replay.format()).partitions();
    boolean isBegun = positions.length > 0;
    long[] begins = TopicAdmin.await(admin.beginnings(count));
    long[] from = isBegun ? positions : within(begins, TopicAdmin.await(admin.readableEnds(count)));
    TopicPartitions.assign(consumer, options.topic(), from);
    ConsumerRecords<byte[], ByteBuffer> first = pollChecked(consumer, from);
    if (!isBegun) {
      positions = from.clone();
      replay.begin(positions, TopicPartitions.positions(begins));
    }
    append(first);
    while (!isCut && replay.awaitDemand() && !reader.isStopped()) {
      append(pollChecked(consumer, positions));
    }
  }

  /** While it is not, the reader of the topic is about to notice, and will end the replay. */
  private boolean isTheTopicOfTheIds(TopicAdmin admin) {
    return TopicAdmin.await(admin.describe())
        .filter(topic -> ((TopicPositions) replay.format()).isOf(topic.id()))
        .isPresent();
  }

  private long[] within(long[] begins, long[] ends) {
    long[] wanted = replay.from();
    long[] from = new long[begins.length];
    for (int i = 0; i < from.length; i++) {
      long position = i < wanted.length ? wanted[i] : 0;
      long offset = KafkaPosition.offset(position);
      boolean isThere = offset >= begins[i] && (offset <= ends[i] || isKnown(position));
      from[i] =
          isThere ? position : KafkaPosition.of(Math.max(begins[i], Math.min(ends[i], offset)), -1);
    }
    return from;
  }

  /** With its epoch known, the consumer finds out where a partition was cut. */
  private static boolean isKnown(long position) {
    return KafkaPosition.epoch(position) >= 0;
  }

  /** Polls; goes to what is there where that is not what was asked for. */
  private ConsumerRecords<byte[], ByteBuffer> pollChecked(
      Consumer<byte[], ByteBuffer> consumer, long[] at) {
    while (true) {
      try {
        return consumer.poll(POLL);
      } catch (LogTruncationException e) {
        if (positions.length > 0) {
          isCut = true;
          return ConsumerRecords.empty();
        }
        goTo(consumer, at, e.offsetOutOfRangePartitions(), e.divergentOffsets());
      } catch (OffsetOutOfRangeException e) {
        goTo(consumer, at, e.offsetOutOfRangePartitions(), Map.of());
      }
    }
  }

  private void goTo(
      Consumer<byte[], ByteBuffer> consumer,
      long[] at,
      Map<TopicPartition, Long> lost,
      Map<TopicPartition, OffsetAndMetadata> divergent) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(lost.keySet(), TopicAdmin.TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(lost.keySet(), TopicAdmin.TIMEOUT);
    lost.forEach(
        (partition, wanted) -> {
          OffsetAndMetadata same = divergent.get(partition);
          long begin = begins.getOrDefault(partition, 0L);
          long end = ends.getOrDefault(partition, begin);
          long offset = Math.max(begin, same == null ? Math.min(wanted, end) : same.offset());
          int epoch = same == null || same.offset() < offset ? -1 : TopicPartitions.epoch(same);
          at[partition.partition()] = KafkaPosition.of(offset, epoch);
          if (offset > wanted && positions.length > 0) {
            tellExpired(partition.partition(), at[partition.partition()], offset - wanted);
          }
          consumer.seek(partition, offset);
        });
  }

  private void tellExpired(int partition, long position, long count) {
    replay.writer().gap(partition, position, null, GapReason.EXPIRED, count);
  }

  private void append(ConsumerRecords<byte[], ByteBuffer> records) {
    for (TopicPartition of : records.partitions()) {
      for (ConsumerRecord<byte[], ByteBuffer> record : records.records(of)) {
        if (!replay.awaitDemand()) {
          return;
        }
        positions[of.partition()] = appender.append(record);
      }
    }
    records.nextOffsets().forEach((of, next) -> advance(of.partition(), next));
  }

  private void advance(int partition, OffsetAndMetadata next) {
    if (next.offset() > KafkaPosition.offset(positions[partition])) {
      positions[partition] = KafkaPosition.of(next.offset(), next.leaderEpoch().orElse(-1));
      replay.writer().advance(partition, positions[partition]);
    }
  }
}
