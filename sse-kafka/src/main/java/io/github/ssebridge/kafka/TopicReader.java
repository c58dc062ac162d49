package io.github.ssebridge.kafka;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one topic from one start of its feed to the next stop, and owns the consumer. Runs on a
 * thread of its own; only {@link #stop}, {@link #admin} and {@link #status} are for others.
 */
final class TopicReader implements Runnable {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private final KafkaFeedOptions options;
  private final LogWriter writer;
  private final BrokerWatch watch;
  private final UnmappableRecords unmappable = new UnmappableRecords();
  private final CountDownLatch stopped = new CountDownLatch(1);

  // The consumer that stop() may wake, and who answers questions; set by the reading thread.
  private volatile @Nullable Consumer<byte[], ByteBuffer> waking;
  private volatile @Nullable TopicAdmin admin;

  // Which topic is read, and the position of each partition; they outlive the consumer.
  private @Nullable TopicState topic;
  private long[] positions = {};

  // Before which record the stream stands still.
  private @Nullable UnmappableRecordException stuck;

  TopicReader(KafkaFeedOptions options, LogWriter writer) {
    this.options = options;
    this.writer = writer;
    this.watch = new BrokerWatch(writer.stream(), options);
  }

  /** Ends the thread soon. Safe for use by any thread, does not wait. */
  void stop() {
    stopped.countDown();
    Consumer<byte[], ByteBuffer> consumer = waking;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Who answers questions about the topic; null before it has been found and after the stop. */
  @Nullable TopicAdmin admin() {
    return admin;
  }

  UnmappableRecords unmappable() {
    return unmappable;
  }

  FeedStatus status() {
    return watch.status(unmappable.counted());
  }

  @Override
  public void run() {
    DeadLetters deadLetters =
        options.unmappable().deadLetterTopic() == null
            ? null
            : new DeadLetters(options, options.unmappable().deadLetterTopic());
    RecordAppender appender = new RecordAppender(writer, options, deadLetters, unmappable, false);
    while (!isStopped()) {
      try (TopicAdmin asking = new TopicAdmin(options)) {
        readWith(asking, appender);
      } catch (WakeupException stopping) {
        // Only stop() wakes.
      } catch (UnmappableRecordException e) {
        stuck = e;
        watch.standsStill(e);
        pause();
      } catch (TimeoutException e) {
        watch.unreachable();
        pause();
      } catch (RuntimeException | Error e) {
        // Whatever it was, nothing but stop() ends a feed.
        watch.failed(e);
        pause();
      }
    }
    if (deadLetters != null) {
      deadLetters.close();
    }
  }

  static Consumer<byte[], ByteBuffer> newConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteBufferDeserializer());
  }

  private void readWith(TopicAdmin asking, RecordAppender appender) {
    Consumer<byte[], ByteBuffer> consumer = newConsumer(options.consumerConfig());
    try {
      waking = consumer;
      admin = asking;
      while (!isStopped()) {
        if (attach(consumer, asking)) {
          read(consumer, asking, appender);
        } else {
          pause();
        }
      }
    } finally {
      waking = null;
      admin = null;
      consumer.close(CloseOptions.timeout(TopicAdmin.TIMEOUT));
    }
  }

  /** Finds the topic and goes to where its reading begins or goes on; false if that must wait. */
  private boolean attach(Consumer<byte[], ByteBuffer> consumer, TopicAdmin asking) {
    try {
      TopicState found = TopicAdmin.await(asking.describe()).orElse(null);
      if (found == null) {
        watch.noTopic();
        return false;
      }
      if (topic == null) {
        open(consumer, found);
      } else {
        follow(found, asking);
      }
      TopicPartitions.assign(consumer, options.topic(), positions);
      reads();
      return true;
    } catch (TimeoutException e) {
      watch.unreachable();
      return false;
    }
  }

  private void open(Consumer<byte[], ByteBuffer> consumer, TopicState found) {
    var all = TopicPartitions.of(options.topic(), found.partitions());
    long[] ends = TopicPartitions.offsets(consumer.endOffsets(all, TopicAdmin.TIMEOUT));
    long[] begins = TopicPartitions.offsets(consumer.beginningOffsets(all, TopicAdmin.TIMEOUT));
    long[] from =
        writer.isTable()
            ? begins
            : new RecentPast(consumer, options.topic(), writer.bounds()).from(begins, ends);
    TopicPositions ids = format(found);
    long[] at = StartEpochs.positions(consumer, options.topic(), begins, from);
    topic = found;
    positions = at;
    writer.openedAt(ids, positions, TopicPartitions.positions(ends));
    watch.opened(ids.mostRepeated(positions));
  }

  /** Goes on with a topic that may have more partitions by now, or be another one. */
  private void follow(TopicState found, TopicAdmin asking) {
    TopicState before = topic;
    if (before == null || !before.id().equals(found.id())) {
      startAnew(found, new long[found.partitions()], asking);
      watch.replaced();
      stuck = null;
      topic = found;
    } else if (found.partitions() > before.partitions()) {
      // All of a partition that was added is news.
      writer.partitionsAdded(format(found));
      topic = found;
      positions = Arrays.copyOf(positions, found.partitions());
    }
  }

  private TopicPositions format(TopicState found) {
    return new FormatOfTopic(writer.isTable(), admin).of(found);
  }

  private void read(
      Consumer<byte[], ByteBuffer> consumer, TopicAdmin asking, RecordAppender appender) {
    TopicLooks looks = new TopicLooks(asking, positions.length);
    while (!isStopped()) {
      try {
        append(consumer.poll(POLL), appender);
        if (looks.isDue() && mustAttachAgain(looks)) {
          return;
        }
      } catch (LogTruncationException e) {
        cut(e.divergentOffsets(), e.offsetOutOfRangePartitions(), asking);
        return;
      } catch (OffsetOutOfRangeException e) {
        goOnWithin(e.offsetOutOfRangePartitions(), asking);
        return;
      }
    }
  }

  private void append(ConsumerRecords<byte[], ByteBuffer> records, RecordAppender appender) {
    for (TopicPartition of : records.partitions()) {
      int partition = of.partition();
      for (ConsumerRecord<byte[], ByteBuffer> record : records.records(of)) {
        // For each record: if the next one brings the reader down, none is lost and none comes
        // twice.
        positions[partition] = appender.append(record);
      }
    }
    records.nextOffsets().forEach(this::advance);
    watch.read(records.count());
  }

  /** Past records that are no events, such as the ends of transactions. */
  private void advance(TopicPartition of, OffsetAndMetadata next) {
    int partition = of.partition();
    if (next.offset() > KafkaPosition.offset(positions[partition])) {
      positions[partition] = KafkaPosition.of(next.offset(), next.leaderEpoch().orElse(-1));
      writer.advance(partition, positions[partition]);
    }
  }

  private void reads() {
    UnmappableRecordException before = stuck;
    boolean standsStill =
        before != null
            && before.partition() < positions.length
            && KafkaPosition.offset(positions[before.partition()]) <= before.offset();
    if (!standsStill) {
      stuck = null;
      watch.reading(positions.length);
    }
  }

  private boolean mustAttachAgain(TopicLooks looks) {
    try {
      TopicLooks.Look look = looks.take();
      TopicState now = topic;
      if (look.topic() == null || now == null) {
        watch.noTopic();
        return false;
      }
      if (!look.topic().equals(now)) {
        return true;
      }
      writer.looked(TopicPartitions.positions(look.ends()));
      reads();
      watch.heldBack(look.heldBack());
    } catch (TimeoutException e) {
      watch.unreachable();
    }
    return false;
  }

  /** The brokers have lost records that had been read: what is there now is another history. */
  private void cut(
      Map<TopicPartition, OffsetAndMetadata> divergent,
      Map<TopicPartition, Long> outOfRange,
      TopicAdmin asking) {
    TopicState now = topic;
    if (now == null) {
      return;
    }
    long[] ends = TopicAdmin.await(asking.readableEnds(positions.length));
    // A copy: if the brokers go away now, the old positions are what finds the cut again.
    long[] before = positions;
    long[] from = before.clone();
    for (TopicPartition partition : outOfRange.keySet()) {
      OffsetAndMetadata same = divergent.get(partition);
      long offset = same == null ? ends[partition.partition()] : same.offset();
      from[partition.partition()] = KafkaPosition.of(offset, TopicPartitions.epoch(same));
    }
    startAnew(now, from, asking);
    for (TopicPartition partition : outOfRange.keySet()) {
      int i = partition.partition();
      watch.positionLost(partition, before[i], KafkaPosition.offset(from[i]));
    }
  }

  /** What is there is another history than what was; a table is read from its beginning. */
  private void startAnew(TopicState found, long[] from, TopicAdmin asking) {
    TopicPositions ids = format(found);
    if (writer.isTable()) {
      long[] live = TopicAdmin.await(asking.readableEnds(found.partitions()));
      long[] begins = TopicAdmin.await(asking.beginnings(found.partitions()));
      positions = TopicPartitions.positions(begins);
      writer.startedAnew(ids, positions, TopicPartitions.positions(live));
    } else {
      positions = from;
      writer.startedAnew(ids, from);
    }
  }

  /** Offsets are no longer there, or not yet: by retention, or in a topic that is another one. */
  private void goOnWithin(Map<TopicPartition, Long> outOfRange, TopicAdmin asking) {
    TopicState found = TopicAdmin.await(asking.describe()).orElse(null);
    if (found == null || !found.equals(topic)) {
      return;
    }
    long[] begins = TopicAdmin.await(asking.beginnings(positions.length));
    Map<TopicPartition, Long> beyond = new HashMap<>(outOfRange);
    // Each by itself: that another one was cut is no reason to go to the end of one that expired.
    outOfRange.forEach(
        (partition, wanted) -> {
          long begin = begins[partition.partition()];
          if (wanted < begin) {
            expire(partition, wanted, begin);
            beyond.remove(partition);
          }
        });
    if (!beyond.isEmpty()) {
      cut(Map.of(), beyond, asking);
    }
  }

  private void expire(TopicPartition of, long wanted, long begin) {
    int partition = of.partition();
    watch.positionLost(of, positions[partition], begin);
    positions[partition] = KafkaPosition.of(begin, -1);
    writer.gap(partition, positions[partition], null, GapReason.EXPIRED, begin - wanted);
  }

  private void pause() {
    try {
      var unused = stopped.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stopped.countDown();
      Thread.currentThread().interrupt();
    }
  }
}
