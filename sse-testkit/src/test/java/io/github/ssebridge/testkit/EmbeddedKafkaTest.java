package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedKafkaTest {
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  @Test
  void keepsItsRecordsAndItsPortOverAStop() throws Exception {
    int port = kafka.port();
    kafka.createTopic("kept", 1);
    produce("kept", "before the stop");
    kafka.stop();
    kafka.startAgain();
    assertThat(kafka.port()).isEqualTo(port);
    assertThat(consumeOne("kept")).isEqualTo("before the stop");
  }

  @Test
  void refusesConnectionsWhileStopped() {
    kafka.stop();
    FreePort.requireFree(kafka.port(), "the test");
    kafka.startAgain();
    assertThatThrownBy(() -> FreePort.requireFree(kafka.port(), "the test"))
        .hasMessageContaining("not free");
  }

  @Test
  void createsNoTopicOnItsOwn() {
    assertThatThrownBy(() -> produce("nobody-made-it", "lost"))
        .hasMessageContaining("not present in metadata");
  }

  @Test
  void givesGroupsTheirOffsets() {
    kafka.createTopic("grouped", 3);
    try (KafkaConsumer<String, String> consumer = consumer(Map.of("group.id", "readers"))) {
      consumer.subscribe(List.of("grouped"));
      await()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(50));
                return consumer.assignment().size() == 3;
              });
      consumer.commitSync(Duration.ofSeconds(10));
    }
  }

  @Test
  void hasTheTopicAfterCreateAndNotAfterDelete() {
    kafka.createTopic("brief", 2, Map.of("retention.ms", "60000"));
    assertThatThrownBy(() -> kafka.createTopic("brief", 2)).hasMessageContaining("already exists");
    kafka.deleteTopic("brief");
    assertThatThrownBy(() -> kafka.deleteTopic("brief"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("brief");
  }

  @Test
  void saysThatAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Loopback.at(0).getAddress())) {
      assertThatThrownBy(() -> EmbeddedKafka.start(taken.getLocalPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("embedded Kafka");
    }
  }

  @Test
  void startsAgainOnlyWhenStopped() {
    assertThatThrownBy(kafka::startAgain).hasMessageContaining("is running");
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Set<Path> filesBefore = TemporaryFiles.ofThisJvm();
    Set<Thread> threadsBefore = lastingThreads();
    Set<ObjectName> beansBefore = kafkaBeans();
    EmbeddedKafka second = EmbeddedKafka.start();
    second.createTopic("short-lived", 1);
    second.close();
    second.close();
    assertThat(TemporaryFiles.ofThisJvm()).isEqualTo(filesBefore);
    assertThat(lastingThreads()).isEqualTo(threadsBefore);
    assertThat(kafkaBeans()).isEqualTo(beansBefore).hasSize(1);
    assertThatThrownBy(second::startAgain).hasMessageContaining("is closed");
  }

  private static void produce(String topic, String value) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", "2000");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static String consumeOne(String topic) {
    try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return await()
          .until(
              () -> consumer.poll(Duration.ofMillis(50)).records(partition),
              list -> !list.isEmpty())
          .get(0)
          .value();
    }
  }

  private static KafkaConsumer<String, String> consumer(Map<String, Object> more) {
    Map<String, Object> settings =
        Stream.concat(
                Stream.of(Map.entry("bootstrap.servers", (Object) kafka.bootstrapServers())),
                more.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  private static Set<ObjectName> kafkaBeans() throws Exception {
    return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka*:*"), null);
  }

  private static Set<Thread> lastingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }
}
