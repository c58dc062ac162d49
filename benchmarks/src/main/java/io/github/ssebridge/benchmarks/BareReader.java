package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least that reads a topic: a loop around {@code poll} that looks at each value. Confined to
 * the thread that reads.
 */
final class BareReader implements RecordSource.BareLoop {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  BareReader(String bootstrapServers, String topic, Map<String, String> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        IntStream.range(0, KafkaBroker.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(partitions);
  }

  BareReader fromBeginning() {
    consumer.seekToBeginning(partitions);
    return this;
  }

  /** Returns when it is settled where the end is. */
  BareReader fromEnd() {
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return this;
  }

  @Override
  public void read(RecordSource.Values values, BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      long nanos = System.nanoTime();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        values.value(record.value(), nanos);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
