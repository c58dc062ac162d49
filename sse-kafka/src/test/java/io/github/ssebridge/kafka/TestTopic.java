package io.github.ssebridge.kafka;

import io.github.ssebridge.testkit.KafkaBrokers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic with a name of its own, and a producer for it; one test owns it. */
final class TestTopic implements AutoCloseable {

  private static final AtomicInteger LAST = new AtomicInteger();

  private final KafkaBrokers kafka;
  private final String name = "topic-" + LAST.incrementAndGet();
  private final KafkaProducer<byte[], byte @Nullable []> producer;

  private TestTopic(KafkaBrokers kafka) {
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

  static TestTopic create(KafkaBrokers kafka, int partitions) {
    return create(kafka, TopicSettings.of(partitions));
  }

  static TestTopic create(KafkaBrokers kafka, TopicSettings settings) {
    TestTopic topic = missing(kafka);
    topic.create(settings);
    return topic;
  }

  /** Only a name until {@link #create(int)}. */
  static TestTopic missing(KafkaBrokers kafka) {
    return new TestTopic(kafka);
  }

  String name() {
    return name;
  }

  void create(int partitions) {
    create(TopicSettings.of(partitions));
  }

  void create(TopicSettings settings) {
    kafka.createTopic(name, settings.partitions(), settings.replicas(), settings.configs());
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
    produce(Stream.of(values).map(value -> TestRecord.of(value).to(partition)));
  }

  void produceKeyed(int partition, String key, String value) {
    produce(TestRecord.of(value).to(partition).key(key));
  }

  void produceTyped(String type, String value) {
    produce(TestRecord.of(value).header("event", type));
  }

  void produceTombstone(String key) {
    produce(TestRecord.tombstone(key));
  }

  /** Produces records with all they have; returns when the broker has them. */
  void produce(TestRecord... records) {
    produce(Stream.of(records));
  }

  void produceBytes(List<byte[]> values) {
    values.stream()
        .map(value -> producer.send(new ProducerRecord<>(name, 0, null, value)))
        .toList()
        .forEach(Answers::get);
  }

  /** A producer of transactions into this topic; the test closes it. */
  TestTransactions transactions() {
    return new TestTransactions(kafka.bootstrapServers(), name);
  }

  /** Leaves it to the producer to bring the values to the broker when there is one. */
  void produceLater(String... values) {
    Stream.of(values).forEach(value -> produceLaterTo(0, value));
  }

  void produceLaterTo(int partition, String value) {
    var unused = producer.send(TestRecord.of(value).to(partition).in(name));
  }

  void addPartitions(int total) {
    try (Admin admin = admin()) {
      Answers.get(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(total))).all());
    }
  }

  /** Removes what is below an offset of the first partition, as retention does. */
  void removeBelow(long offset) {
    content().removeBelow(0, offset);
  }

  /** The id that the brokers have given it. */
  Uuid id() {
    try (Admin admin = admin()) {
      var found = Answers.get(admin.describeTopics(List.of(name)).allTopicNames());
      return Objects.requireNonNull(found.get(name)).topicId();
    }
  }

  /** What its partitions hold. */
  TopicContent content() {
    return new TopicContent(kafka.bootstrapServers(), name);
  }

  /** Has the broker compact a partition, as {@link TopicContent#compact} says. */
  void compact(int partition) {
    content().compact(this, partition);
  }

  boolean exists() {
    try (Admin admin = admin()) {
      return Answers.get(admin.listTopics().names()).contains(name);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private void produce(Stream<TestRecord> records) {
    records.map(record -> producer.send(record.in(name))).toList().forEach(Answers::get);
  }
}
