package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.testkit.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic with a name of its own, and a producer for it; one test owns it. */
final class TestTopic implements AutoCloseable {

  private static final AtomicInteger LAST = new AtomicInteger();
  private static final long LIMIT_SECONDS = 20;

  private final EmbeddedKafka kafka;
  private final String name = "topic-" + LAST.incrementAndGet();
  private final KafkaProducer<byte[], byte[]> producer;

  private TestTopic(EmbeddedKafka kafka) {
    this.kafka = kafka;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                // It goes on knowing the topic while the broker is away, or send would wait.
                "metadata.recovery.strategy", "none",
                "reconnect.backoff.max.ms", "200",
                "max.block.ms", "5000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static TestTopic create(EmbeddedKafka kafka, int partitions) {
    TestTopic topic = missing(kafka);
    topic.create(partitions);
    return topic;
  }

  /** Only a name until {@link #create(int)}. */
  static TestTopic missing(EmbeddedKafka kafka) {
    return new TestTopic(kafka);
  }

  String name() {
    return name;
  }

  void create(int partitions) {
    kafka.createTopic(name, partitions);
  }

  void delete() {
    kafka.deleteTopic(name);
  }

  KafkaFeed feed() {
    return KafkaFeed.create(name, Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  /** How many threads read it. */
  int readers() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("sse-kafka-" + name))
            .count();
  }

  /** Produces into the first partition; returns when the broker has it. */
  void produce(String... values) {
    produceTo(0, values);
  }

  void produceTo(int partition, String... values) {
    Stream.of(values)
        .map(value -> send(new ProducerRecord<>(name, partition, null, value.getBytes(UTF_8))))
        .toList()
        .forEach(TestTopic::get);
  }

  void produceBytes(List<byte[]> values) {
    values.stream()
        .map(value -> send(new ProducerRecord<>(name, 0, null, value)))
        .toList()
        .forEach(TestTopic::get);
  }

  void produceTyped(String type, String value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(name, 0, null, value.getBytes(UTF_8));
    record.headers().add("event", type.getBytes(UTF_8));
    get(send(record));
  }

  void produceTombstone(String key) {
    get(send(new ProducerRecord<>(name, 0, key.getBytes(UTF_8), null)));
  }

  /** Leaves it to the producer to bring the values to the broker when there is one. */
  void produceLater(String... values) {
    Stream.of(values).forEach(value -> produceLaterTo(0, value));
  }

  void produceLaterTo(int partition, String value) {
    var unused = send(new ProducerRecord<>(name, partition, null, value.getBytes(UTF_8)));
  }

  void addPartitions(int total) {
    try (Admin admin = admin()) {
      get(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(total))).all());
    }
  }

  /** Removes what is below an offset of the first partition, as retention does. */
  void removeBelow(long offset) {
    try (Admin admin = admin()) {
      TopicPartition first = new TopicPartition(name, 0);
      get(admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(offset))).all());
    }
  }

  boolean exists() {
    try (Admin admin = admin()) {
      return get(admin.listTopics().names()).contains(name);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private Future<?> send(ProducerRecord<byte[], byte @Nullable []> record) {
    return producer.send(record);
  }

  private static <T> T get(Future<T> answer) {
    try {
      return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not do it", e);
    }
  }
}
