package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies records to another topic. Confined to the thread that reads the topic. */
final class DeadLetters implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final KafkaFeedOptions options;
  private final String topic;
  private @Nullable KafkaProducer<byte[], ByteBuffer> producer;

  DeadLetters(KafkaFeedOptions options, String topic) {
    this.options = options;
    this.topic = topic;
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
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              options.producerConfig(), new ByteArraySerializer(), new ByteBufferSerializer());
    }
    var unused =
        producer.send(
            copy,
            (sent, failure) -> {
              if (failure != null) {
                LOG.error(
                    "the record at {} could not be copied to topic '{}'", place, topic, failure);
              }
            });
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
    }
  }
}
