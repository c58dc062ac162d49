package io.github.ssebridge.testkit;

import java.util.List;
import java.util.Map;

/**
 * An election that makes a broker the leader of a partition though it lacks the last records, so
 * that these are lost and other records take their offsets: a consumer that read them learns of it
 * as a {@code LogTruncationException}. One test uses it, step by step:
 *
 * <pre>{@code
 * cluster.createTopic("t", 1, 2, UncleanElection.TOPIC_SETTINGS);
 * ... produce what is kept
 * UncleanElection election = UncleanElection.prepare(cluster, "t", 0);
 * ... produce what will be lost
 * election.hold();
 * ... produce what takes the place of the lost
 * election.bringBackTheOthers();
 * }</pre>
 *
 * <p>With more brokers than replicas, one that clients reach runs all the time. What is produced
 * before {@link #prepare} needs {@code acks=all}, the default, or it may be lost, too. A producer
 * that was there before lives through the election.
 */
public final class UncleanElection {
  /** With these settings of a topic its partitions have unclean elections. */
  public static final Map<String, String> TOPIC_SETTINGS =
      Map.of("unclean.leader.election.enable", "true", "min.insync.replicas", "1");

  private final EmbeddedKafkaCluster cluster;
  private final String topic;
  private final int partition;
  private final int leader;
  private final List<Integer> followers;

  private UncleanElection(EmbeddedKafkaCluster cluster, String topic, int partition) {
    this.cluster = cluster;
    this.topic = topic;
    this.partition = partition;
    this.leader = cluster.leaderOf(topic, partition);
    this.followers =
        cluster.replicasOf(topic, partition).stream().filter(broker -> broker != leader).toList();
  }

  /**
   * Stops the brokers that follow the leader of this partition: from now on only the leader has
   * what is produced.
   */
  public static UncleanElection prepare(EmbeddedKafkaCluster cluster, String topic, int partition) {
    UncleanElection election = new UncleanElection(cluster, topic, partition);
    if (election.followers.isEmpty()) {
      throw new IllegalArgumentException(topic + "-" + partition + " has one replica only");
    }
    election.followers.forEach(cluster::stopBroker);
    return election;
  }

  /**
   * Stops the leader and starts a follower, which leads from now on: what was produced since {@link
   * #prepare} is lost.
   */
  public void hold() {
    int next = followers.get(0);
    cluster.stopBroker(leader);
    cluster.startBroker(next);
    int elected = cluster.leaderOf(topic, partition);
    if (elected != next) {
      throw new IllegalStateException(
          "Broker %d leads %s-%d, not %d".formatted(elected, topic, partition, next));
    }
  }

  /** Starts the brokers that are still down; the old leader drops the records that are lost. */
  public void bringBackTheOthers() {
    followers.stream().skip(1).forEach(cluster::startBroker);
    cluster.startBroker(leader);
  }
}
