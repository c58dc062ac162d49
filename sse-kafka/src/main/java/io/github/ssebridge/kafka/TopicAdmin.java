package io.github.ssebridge.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers about one topic; nothing here waits. Safe for use by any thread.
 *
 * <p>A consumer cannot tell a topic from its successor of the same name, and its own questions wait
 * for each other and for records.
 */
final class TopicAdmin implements AutoCloseable {

  static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int TIMEOUT_MILLIS = (int) TIMEOUT.toMillis();

  private final Admin admin;
  private final String topic;
  private final IsolationLevel isolation;

  TopicAdmin(KafkaFeedOptions options) {
    this.topic = options.topic();
    this.isolation = options.isolation();
    this.admin = Admin.create(options.adminConfig());
  }

  /** The topic as it is now; empty if there is none. */
  CompletionStage<Optional<TopicState>> describe() {
    return admin
        .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
        .topicNameValues()
        .getOrDefault(topic, noAnswer())
        .toCompletionStage()
        .handle(TopicAdmin::stateOf);
  }

  private static KafkaFuture<TopicDescription> noAnswer() {
    return KafkaFuture.completedFuture(null);
  }

  private static Optional<TopicState> stateOf(
      @Nullable TopicDescription found, @Nullable Throwable failure) {
    if (failure == null) {
      return Optional.ofNullable(found)
          .map(d -> new TopicState(d.topicId(), d.partitions().size()));
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof UnknownTopicOrPartitionException) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }

  /** Where each partition ends, with what is not committed yet. */
  CompletionStage<long[]> ends(int partitions) {
    return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Where each partition ends for this feed's readers. */
  CompletionStage<long[]> readableEnds(int partitions) {
    return offsets(partitions, OffsetSpec.latest(), isolation);
  }

  /** The positions of the {@link #readableEnds}, with the epochs of the partitions' leaders. */
  CompletionStage<long[]> endPositions(int partitions) {
    return list(partitions, OffsetSpec.latest(), isolation)
        .thenApply(found -> array(found, partitions, TopicAdmin::position));
  }

  /** Where each partition begins. */
  CompletionStage<long[]> beginnings(int partitions) {
    return offsets(partitions, OffsetSpec.earliest(), isolation);
  }

  /** The first offset of each partition from a time on; -1 if there is none. */
  CompletionStage<long[]> since(int partitions, long epochMillis) {
    return offsets(partitions, OffsetSpec.forTimestamp(epochMillis), isolation);
  }

  /** How long tombstones are kept. */
  CompletionStage<Duration> deleteRetention() {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin
        .describeConfigs(List.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MILLIS))
        .all()
        .toCompletionStage()
        .thenApply(found -> found.values().iterator().next())
        .thenApply(config -> config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG).value())
        .thenApply(millis -> Duration.ofMillis(Long.parseLong(millis)));
  }

  private CompletionStage<long[]> offsets(int partitions, OffsetSpec spec, IsolationLevel seenAt) {
    return list(partitions, spec, seenAt)
        .thenApply(found -> array(found, partitions, ListOffsetsResultInfo::offset));
  }

  private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> list(
      int partitions, OffsetSpec spec, IsolationLevel seenAt) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    TopicPartitions.of(topic, partitions).forEach(partition -> wanted.put(partition, spec));
    ListOffsetsOptions options = new ListOffsetsOptions(seenAt).timeoutMs(TIMEOUT_MILLIS);
    return admin.listOffsets(wanted, options).all().toCompletionStage();
  }

  private static long position(ListOffsetsResultInfo info) {
    return KafkaPosition.of(info.offset(), info.leaderEpoch().orElse(-1));
  }

  private static long[] array(
      Map<TopicPartition, ListOffsetsResultInfo> found,
      int partitions,
      ToLongFunction<ListOffsetsResultInfo> value) {
    long[] values = new long[partitions];
    found.forEach((partition, info) -> values[partition.partition()] = value.applyAsLong(info));
    return values;
  }

  /** Waits for an answer, as long as the brokers have for one. */
  static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close() {
    admin.close(TIMEOUT);
  }
}
