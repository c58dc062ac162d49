package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
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

  private final KafkaFeedOptions options;
  private final String topic;
  private final ThreadPoolExecutor thread;

  // Confined to the thread of its own.
  private @Nullable KafkaProducer<byte[], ByteBuffer> producer;
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
    ProducerRecord<byte[], ByteBuffer> copy =
        new ProducerRecord<>(topic, null, place.getBytes(UTF_8), record.value(), record.headers());
    copy.headers().add("sse-bridge-reason", String.valueOf(why.getMessage()).getBytes(UTF_8));
    if (record.key() != null) {
      copy.headers().add("sse-bridge-key", record.key());
    }
    if (thread.getQueue().size() < MOST_WAITING) {
      thread.execute(() -> send(place, copy));
    } else {
      notCopied(place, "too many wait to be copied");
    }
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
    try (Admin admin = Admin.create(options.adminConfig())) {
      int millis = (int) TopicAdmin.TIMEOUT.toMillis();
      return admin
              .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(millis))
              .allTopicNames()
              .get()
              .size()
          == 1;
    } catch (InterruptedException | ExecutionException e) {
      return false;
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

  @Override
  public void close() {
    thread.execute(this::closeProducer);
    thread.shutdown();
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
    }
  }
}
