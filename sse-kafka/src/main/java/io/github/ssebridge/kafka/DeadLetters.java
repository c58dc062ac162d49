package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies records to another topic, on a thread of its own: a producer waits for a topic that is not
 * there, and may have the brokers create it. Confined to the thread that reads the topic.
 */
final class DeadLetters implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final int MOST_WAITING = 1000;
  private static final long MOST_WAITING_BYTES = 8 << 20;
  private static final long MISSING_NANOS = Duration.ofSeconds(10).toNanos();

  private final KafkaFeedOptions options;
  private final String topic;
  private final ThreadPoolExecutor thread;
  private final AtomicLong waitingBytes = new AtomicLong();

  // Confined to the thread of its own.
  private @Nullable KafkaProducer<byte[], ByteBuffer> producer;
  private boolean isMissing;
  private long lookedNanos;

  // Guarded by this.
  private boolean saidSo;

  DeadLetters(KafkaFeedOptions options, String topic) {
    this.options = options;
    this.topic = topic;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
  }

  /** Does not wait; a failure is logged. */
  void copy(ConsumerRecord<byte[], ByteBuffer> record, RuntimeException why) {
    String place = record.topic() + "-" + record.partition() + "@" + record.offset();
    int bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    if (thread.getQueue().size() >= MOST_WAITING
        || waitingBytes.get() + bytes > MOST_WAITING_BYTES) {
      notCopied(place, "too many wait to be copied");
      return;
    }
    ProducerRecord<byte[], ByteBuffer> copy = copyOf(record, place, why);
    waitingBytes.addAndGet(bytes);
    thread.execute(
        () -> {
          try {
            send(place, copy);
          } finally {
            waitingBytes.addAndGet(-bytes);
          }
        });
  }

  /** With bytes of its own: a record is a part of all that was fetched with it. */
  private ProducerRecord<byte[], ByteBuffer> copyOf(
      ConsumerRecord<byte[], ByteBuffer> record, String place, RuntimeException why) {
    ByteBuffer value = record.value();
    ByteBuffer own =
        value == null ? null : ByteBuffer.allocate(value.remaining()).put(value.duplicate()).flip();
    ProducerRecord<byte[], ByteBuffer> copy =
        new ProducerRecord<>(topic, null, place.getBytes(UTF_8), own);
    for (Header header : record.headers()) {
      copy.headers().add(header.key(), header.value());
    }
    copy.headers().add("sse-bridge-reason", String.valueOf(why.getMessage()).getBytes(UTF_8));
    if (record.key() != null) {
      copy.headers().add("sse-bridge-key", record.key());
    }
    return copy;
  }

  private void send(String place, ProducerRecord<byte[], ByteBuffer> copy) {
    try {
      if (producer == null && !isThere()) {
        notCopied(place, "there is no such topic; create it");
        return;
      }
      if (producer == null) {
        producer =
            new KafkaProducer<>(
                producerConfig(), new ByteArraySerializer(), new ByteBufferSerializer());
      }
      var unused =
          producer.send(
              copy,
              (sent, failure) -> {
                if (failure != null) {
                  notCopied(place, String.valueOf(failure.getMessage()));
                }
              });
    } catch (KafkaException e) {
      notCopied(place, String.valueOf(e.getMessage()));
    }
  }

  private boolean isThere() {
    long now = System.nanoTime();
    if (!isMissing || now - lookedNanos > MISSING_NANOS) {
      isMissing = !look();
      lookedNanos = System.nanoTime();
    }
    return !isMissing;
  }

  private boolean look() {
    Admin admin = Admin.create(options.adminConfig());
    try {
      int millis = (int) TopicAdmin.TIMEOUT.toMillis();
      return admin
              .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(millis))
              .allTopicNames()
              .get()
              .size()
          == 1;
    } catch (InterruptedException | ExecutionException e) {
      return false;
    } finally {
      admin.close(TopicAdmin.TIMEOUT);
    }
  }

  private Map<String, Object> producerConfig() {
    Map<String, Object> config = new HashMap<>(options.producerConfig());
    config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) CLOSE_TIMEOUT.toMillis());
    return config;
  }

  private synchronized void notCopied(String place, String why) {
    if (!saidSo) {
      saidSo = true;
      LOG.error(
          "the record at {} could not be copied to topic '{}': {} (others like it have no line)",
          place,
          topic,
          why);
    }
  }

  private Thread newThread(Runnable work) {
    Thread made = new Thread(work, "sse-kafka-copies-" + topic);
    made.setDaemon(true);
    return made;
  }

  /** Does not wait either; what still waits to be copied is dropped. */
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    List<Runnable> dropped = new ArrayList<>();
    thread.getQueue().drainTo(dropped);
    if (!dropped.isEmpty()) {
      LOG.warn(
          "{} records were not copied to topic '{}': the stream has been stopped",
          dropped.size(),
          topic);
    }
    thread.execute(this::closeProducer);
    thread.shutdown();
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
    }
  }
}
