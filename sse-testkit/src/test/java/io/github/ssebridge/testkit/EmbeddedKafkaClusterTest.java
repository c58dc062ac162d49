package io.github.ssebridge.testkit;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class EmbeddedKafkaClusterTest {
  private static EmbeddedKafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = EmbeddedKafkaCluster.start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void keepsEveryAcknowledgedRecordWhileItsBrokersRestartOneByOne() {
    cluster.createTopic("rolled", 1, 3, Map.of("min.insync.replicas", "2"));
    ClusterClient client = new ClusterClient(cluster, "rolled");
    List<String> acknowledged;
    try (ClusterClient.Load load = client.load()) {
      cluster.restartEachBroker();
      acknowledged = load.stop();
    }
    assertThat(acknowledged).hasSizeGreaterThan(100);
    assertThat(client.values()).containsExactlyElementsOf(acknowledged);
  }

  @Test
  void replacesALeaderThatStops() {
    cluster.createTopic("led", 1, 3, Map.of());
    ClusterClient client = new ClusterClient(cluster, "led");
    int first = cluster.leaderOf("led", 0);
    client.produce("1");
    cluster.stopBroker(first);
    client.produce("2");
    assertThat(cluster.leaderOf("led", 0)).isNotEqualTo(first);
    assertThat(client.values()).containsExactly("1", "2");
    cluster.startBroker(first);
    assertThat(client.inSync(0)).isEqualTo(3);
  }

  @Test
  void keepsItsRecordsWhileAllItsBrokersAreDown() {
    cluster.createTopic("down", 1, 3, Map.of());
    ClusterClient client = new ClusterClient(cluster, "down");
    client.produce("kept");
    for (int broker = 0; broker < cluster.size(); broker++) {
      cluster.stopBroker(broker);
    }
    assertThatThrownBy(() -> cluster.leaderOf("down", 0)).hasMessageContaining("No broker");
    for (int broker = 0; broker < cluster.size(); broker++) {
      cluster.startBroker(broker);
    }
    assertThat(client.values()).containsExactly("kept");
  }

  @Test
  void losesRecordsByAnUncleanElectionAndTellsTheConsumerThatReadThem() {
    cluster.createTopic("torn", 1, 3, UncleanElection.TOPIC_SETTINGS);
    ClusterClient client = new ClusterClient(cluster, "torn");
    client.produce("kept 1", "kept 2");
    UncleanElection election = UncleanElection.prepare(cluster, "torn", 0);
    client.produce("lost 1", "lost 2");
    ConsumerRecord<String, String> last = client.records().get(3);
    election.hold();
    client.produce("other 1", "other 2", "other 3");
    assertThat(client.values())
        .containsExactly("kept 1", "kept 2", "other 1", "other 2", "other 3");
    assertThatThrownBy(() -> readOn(client, last))
        .isInstanceOfSatisfying(
            LogTruncationException.class,
            e ->
                assertThat(e.divergentOffsets().values())
                    .extracting(OffsetAndMetadata::offset)
                    .containsExactly(2L));
    election.bringBackTheOthers();
    assertThat(client.inSync(0)).isEqualTo(3);
  }

  @Test
  void needsAFollowerForAnUncleanElection() {
    cluster.createTopic("single", 1, 1, UncleanElection.TOPIC_SETTINGS);
    assertThatThrownBy(() -> UncleanElection.prepare(cluster, "single", 0))
        .hasMessageContaining("one replica only");
  }

  @Test
  void hasTheTopicAtEachBrokerAfterCreateAndAtNoneAfterDelete() {
    for (int i = 0; i < 5; i++) {
      cluster.createTopic("brief", 2, 3, Map.of());
      assertThat(new ClusterClient(cluster, "brief").brokersThatKnowTheTopic()).isEqualTo(3);
      cluster.deleteTopic("brief");
      assertThat(new ClusterClient(cluster, "brief").brokersThatKnowTheTopic()).isZero();
    }
  }

  @Test
  void startsABrokerOnlyWhenItIsStopped() {
    assertThatThrownBy(() -> cluster.startBroker(1)).hasMessageContaining("broker 1 on port");
  }

  @Test
  void leavesNothingBehindAlsoWhenABrokerIsStopped() throws Exception {
    Set<Path> filesBefore = TemporaryFiles.ofThisJvm();
    Set<Thread> threadsBefore = lastingThreads();
    EmbeddedKafkaCluster second = EmbeddedKafkaCluster.start(2);
    second.createTopic("short-lived", 1, 2, Map.of());
    second.stopBroker(0);
    assertTimeout(Duration.ofSeconds(10), second::close);
    second.close();
    assertThat(TemporaryFiles.ofThisJvm()).isEqualTo(filesBefore);
    assertThat(lastingThreads()).isEqualTo(threadsBefore);
    assertThatThrownBy(() -> second.startBroker(0)).hasMessageContaining("is closed");
  }

  private static void readOn(ClusterClient client, ConsumerRecord<String, String> last) {
    TopicPartition partition = client.partition();
    try (KafkaConsumer<String, String> consumer = client.consumer()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), ""));
      await()
          .atMost(20, TimeUnit.SECONDS)
          .until(() -> !consumer.poll(Duration.ofMillis(50)).isEmpty());
    }
  }

  private static Set<Thread> lastingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(toSet());
  }
}
