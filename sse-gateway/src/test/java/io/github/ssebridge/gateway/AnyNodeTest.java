package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.testkit.EmbeddedKafkaCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes of one topic, and 200 clients that go from one to the other. */
@Tag("long")
class AnyNodeTest {

  private static final int PARTITIONS = 12;
  private static final int CLIENTS = 200;
  private static final int RECORDS = 12_000;
  private static final long PAUSE_NANOS = 1_000_000;

  // About a second of what is produced: who is away for longer finds it gone from the log.
  private static final LogOptions SMALL = LogOptions.defaults().withMaxEvents(1000);

  private static EmbeddedKafkaCluster kafka;

  private final OrderNodes nodes = new OrderNodes();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafkaCluster.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void givesEachClientEachRecordOnceAndInOrder() throws Exception {
    roam("orders", () -> {});
  }

  @Test
  void doesSoWhileTheBrokersRestartOneByOne() throws Exception {
    roam("orders-restarted", kafka::restartEachBroker);
  }

  private void roam(String topic, Runnable meanwhile) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("AnyNodeTest: seed " + seed);
    kafka.createTopic(topic, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
    List<Integer> ports = List.of(node(topic), node(topic));
    try (RoamingClients clients =
        new RoamingClients(CLIENTS, () -> new PartitionLedger(PARTITIONS), seed, ports)) {
      clients.awaitOpened();
      CompletableFuture<Void> restarts = CompletableFuture.runAsync(meanwhile);
      produce(topic, new Random(seed));
      restarts.get(60, TimeUnit.SECONDS);
      clients.awaitAll(RECORDS);
    }
    assertThat(nodes.gaps()).isZero();
  }

  private int node(String topic) {
    Map<String, String> brokers = Map.of("bootstrap.servers", kafka.bootstrapServers());
    return nodes.start(KafkaFeed.create(topic, brokers), SMALL);
  }

  /** Some hundred records a second, to partitions at random, each numbered within its partition. */
  private static void produce(String topic, Random random) throws Exception {
    long[] numbers = new long[PARTITIONS];
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "reconnect.backoff.max.ms", 200),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        int partition = random.nextInt(PARTITIONS);
        String value = partition + ":" + numbers[partition]++ + ":" + "x".repeat(100);
        sent.add(
            producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8))));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      for (Future<RecordMetadata> record : sent) {
        record.get(60, TimeUnit.SECONDS);
      }
    }
  }
}
