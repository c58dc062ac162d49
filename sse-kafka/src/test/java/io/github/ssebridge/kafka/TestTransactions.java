package io.github.ssebridge.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer of transactions, one after the other, into one topic. {@link #close} aborts the
 * transaction that is open, {@link #crash} leaves it open until the broker's limit of a minute.
 */
final class TestTransactions implements AutoCloseable {

  private static final AtomicInteger LAST = new AtomicInteger();

  private final String topic;
  private final KafkaProducer<byte[], byte @Nullable []> producer;

  TestTransactions(String bootstrapServers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "transactions-" + LAST.incrementAndGet(),
                "max.block.ms",
                "20000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  /** Begins a transaction with these values in the first partition; the broker has them. */
  void begin(String... values) {
    producer.beginTransaction();
    send(Stream.of(values).map(TestRecord::of).toArray(TestRecord[]::new));
  }

  /** Adds records to the open transaction; returns when the broker has them. */
  void send(TestRecord... records) {
    Stream.of(records)
        .map(record -> producer.send(record.in(topic)))
        .toList()
        .forEach(Answers::get);
  }

  void commit() {
    producer.commitTransaction();
  }

  void abort() {
    producer.abortTransaction();
  }

  void crash() {
    producer.close(Duration.ZERO);
  }

  @Override
  public void close() {
    producer.close();
  }
}
