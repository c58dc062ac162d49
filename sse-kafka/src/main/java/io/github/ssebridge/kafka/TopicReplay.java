package io.github.ssebridge.kafka;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.Replay;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a topic again for clients that come back, on the thread that it is called on. */
final class TopicReplay {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

  private final KafkaFeedOptions options;
  private final Replay replay;
  private final TopicReader reader;
  private final RecordAppender appender;

  // Where each partition goes on; outlives the consumer. Empty until the replay has begun.
  private long[] positions = {};

  private boolean hasFailed;

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
      try {
        readWithConsumer();
      } catch (KafkaException | UnmappableRecordException e) {
        // The reader of the topic itself says what is wrong, and waits before it as well.
        pause();
      } catch (RuntimeException e) {
        // To return would only have the next thread begin the same at once.
        log(e);
        pause();
      }
    }
  }

  private void readWithConsumer() {
    Consumer<byte[], ByteBuffer> consumer = TopicReader.newConsumer(options.replayConfig());
    try {
      read(consumer);
    } finally {
      consumer.close(CloseOptions.timeout(TopicAdmin.TIMEOUT));
    }
  }

  /** Waits a little, unless the replay turns out to be over. */
  private void pause() {
    if (replay.awaitDemand()) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  private void log(RuntimeException e) {
    if (!hasFailed) {
      hasFailed = true;
      LOG.error(
          "stream '{}': topic '{}' could not be read again; trying on (further failures of this"
              + " replay have no line)",
          replay.writer().stream(),
          options.topic(),
          e);
    }
  }

  private void read(Consumer<byte[], ByteBuffer> consumer) {
    TopicAdmin admin = reader.admin();
    if (admin == null || !isTheTopicOfTheIds(admin)) {
      pause();
      return;
    }
    int count = ((TopicPositions) replay.format()).partitions();
    boolean isBegun = positions.length > 0;
    long[] begins = TopicAdmin.await(admin.beginnings(count));
    long[] from =
        isBegun
            ? positions
            : within(replay.from(), begins, TopicAdmin.await(admin.endPositions(count)));
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

  /**
   * Where the reading begins: what is wanted, as far as it may be there.
   *
   * @param wanted what a client's token says; it may say anything
   * @param begins the offsets where the partitions begin
   * @param ends the positions where they end, with the epochs of their leaders
   */
  static long[] within(long[] wanted, long[] begins, long[] ends) {
    long[] from = new long[begins.length];
    for (int i = 0; i < from.length; i++) {
      long position = i < wanted.length ? wanted[i] : 0;
      long offset = KafkaPosition.offset(position);
      long end = KafkaPosition.offset(ends[i]);
      boolean isKnown = isKnown(position, ends[i]);
      boolean isThere = offset >= begins[i] && (offset <= end || isKnown);
      from[i] =
          isThere
              ? KafkaPosition.of(offset, isKnown ? KafkaPosition.epoch(position) : -1)
              : KafkaPosition.of(Math.max(begins[i], Math.min(end, offset)), -1);
    }
    return from;
  }

  /**
   * Whether a position is of an epoch that there has been. With it, the consumer finds out where a
   * partition was cut; with one that is yet to come, it would take all brokers for outdated.
   */
  private static boolean isKnown(long position, long end) {
    int epoch = KafkaPosition.epoch(position);
    return epoch >= 0 && epoch <= KafkaPosition.epoch(end);
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
