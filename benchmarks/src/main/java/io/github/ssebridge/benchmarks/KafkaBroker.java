package io.github.ssebridge.benchmarks;

import io.github.ssebridge.testkit.EmbeddedKafka;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A process with a broker that fills its topics itself, so that what this costs is not counted as a
 * reader's. Its commands run on one thread.
 */
final class KafkaBroker {

  /** How many partitions all topics have. */
  static final int PARTITIONS = 12;

  private static final Map<String, Object> QUICK_PRODUCER =
      Map.of(ProducerConfig.LINGER_MS_CONFIG, 20, ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);

  /**
   * Records to be produced.
   *
   * @param first the number of the first one; its partition is the number's remainder
   * @param count how many
   */
  record Produce(String topic, int first, int count) {}

  private final EmbeddedKafka kafka;

  private KafkaBroker(EmbeddedKafka kafka) {
    this.kafka = kafka;
  }

  /** Takes no argument that matters; says the {@code bootstrap.servers} when it is ready. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedKafka kafka = EmbeddedKafka.start();
    KafkaBroker broker = new KafkaBroker(kafka);
    new CommandLoop()
        .on("create", String.class, broker::create)
        .on("delete", String.class, broker::delete)
        .on("produce", Produce.class, broker::produce)
        .on("close", Nothing.class, nothing -> broker.close())
        .run(kafka.bootstrapServers());
  }

  /** A producer of what {@link RecordText} makes. */
  private static KafkaProducer<byte[], byte[]> producer(
      String bootstrapServers, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends single records to a topic at once. */
  static RecordSource.Sender sender(String bootstrapServers, String topic) {
    KafkaProducer<byte[], byte[]> producer =
        producer(bootstrapServers, Map.of(ProducerConfig.LINGER_MS_CONFIG, 0));
    return new RecordSource.Sender() {
      @Override
      public void send(int number) {
        var unused = producer.send(record(topic, number));
      }

      @Override
      public void close() {
        producer.close();
      }
    };
  }

  /** A record for the partition that its number says. */
  private static ProducerRecord<byte[], byte[]> record(String topic, int number) {
    byte[] value = RecordText.of(number, System.nanoTime());
    return new ProducerRecord<>(topic, number % PARTITIONS, null, value);
  }

  private Nothing create(String topic) {
    kafka.createTopic(topic, PARTITIONS);
    return Nothing.NOTHING;
  }

  private Nothing delete(String topic) {
    kafka.deleteTopic(topic);
    return Nothing.NOTHING;
  }

  private Nothing produce(Produce wanted) throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        producer(kafka.bootstrapServers(), QUICK_PRODUCER)) {
      for (int i = 0; i < wanted.count; i++) {
        var unused =
            producer.send(
                record(wanted.topic, wanted.first + i),
                (stored, e) -> {
                  if (e != null) {
                    failure.set(e);
                  }
                });
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return Nothing.NOTHING;
  }

  /** So that its data is deleted; the process itself ends when nobody asks any more. */
  private Nothing close() {
    kafka.close();
    return Nothing.NOTHING;
  }
}
