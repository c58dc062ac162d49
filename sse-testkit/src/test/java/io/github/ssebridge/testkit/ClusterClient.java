package io.github.ssebridge.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Produces to the first partition of a topic and reads it; connects for each call. */
record ClusterClient(EmbeddedKafkaCluster cluster, String topic) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  TopicPartition partition() {
    return new TopicPartition(topic, 0);
  }

  /** Returns when all brokers in sync have the values. */
  void produce(String... values) {
    try (KafkaProducer<String, String> producer = producer()) {
      Stream.of(values)
          .map(value -> producer.send(new ProducerRecord<>(topic, value)))
          .toList()
          .forEach(ClusterClient::get);
    }
  }

  List<String> values() {
    return records().stream().map(ConsumerRecord::value).toList();
  }

  /** What is in the partition, up to the end it has now. */
  List<ConsumerRecord<String, String>> records() {
    try (KafkaConsumer<String, String> consumer = consumer()) {
      consumer.assign(List.of(partition()));
      consumer.seekToBeginning(List.of(partition()));
      long end = consumer.endOffsets(List.of(partition())).getOrDefault(partition(), -1L);
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      Waiting.until(
          "Reading " + partition(),
          LIMIT,
          () -> {
            consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            return consumer.position(partition()) >= end;
          });
      return records;
    }
  }

  KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "none"),
        new StringDeserializer(),
        new StringDeserializer());
  }

  /** How many brokers are in sync with the leader, as this broker knows. */
  int inSync(int broker) {
    return known(broker).get(0).inSyncReplicas().length;
  }

  int brokersThatKnowTheTopic() {
    return (int)
        Stream.iterate(0, broker -> broker < cluster.size(), broker -> broker + 1)
            .filter(broker -> !known(broker).isEmpty())
            .count();
  }

  /** Produces one record after the other until told to stop. */
  Load load() {
    return new Load(producer(), topic);
  }

  private List<PartitionInfo> known(int broker) {
    String address = cluster.bootstrapServers().split(",", -1)[broker];
    return KafkaTopics.knownTo(address).getOrDefault(topic, List.of());
  }

  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static RecordMetadata get(Future<RecordMetadata> answer) {
    try {
      return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the cluster did not take the record", e);
    }
  }

  /** A thread that produces. */
  static final class Load implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final CompletableFuture<List<String>> acknowledged;
    private volatile boolean stopping;

    private Load(KafkaProducer<String, String> producer, String topic) {
      this.producer = producer;
      this.acknowledged = CompletableFuture.supplyAsync(() -> produce(topic));
    }

    /** The values that the cluster has, in order. */
    List<String> stop() {
      stopping = true;
      return acknowledged.join();
    }

    @Override
    public void close() {
      stopping = true;
      producer.close();
    }

    private List<String> produce(String topic) {
      List<String> values = new ArrayList<>();
      while (!stopping) {
        String value = "value " + values.size();
        get(producer.send(new ProducerRecord<>(topic, value)));
        values.add(value);
      }
      return values;
    }
  }
}
