package io.github.ssebridge.kafka;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.Replay;
import io.github.ssebridge.ReplayableFeed;
import io.github.ssebridge.StartPoint;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as the feed of a stream.
 *
 * <p>All partitions are read by one consumer without a group, on a thread of its own, from so far
 * back that the log is about full when it has caught up. Events of one partition stay in order. The
 * ids say where a client is in each partition, so that it goes on at any node; what a log no longer
 * has is read again by a few consumers that clients share.
 *
 * <p>When the brokers are out of reach the feed waits and then goes on at the same offsets. It does
 * not publish: produce into the topic instead.
 */
public final class KafkaFeed implements ReplayableFeed {

  private static final Executor IN_A_SECOND =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final KafkaFeedOptions options;

  // Written by the hub, which starts and stops in turn.
  private volatile @Nullable TopicReader reader;

  private KafkaFeed(KafkaFeedOptions options) {
    this.options = options;
  }

  /** A feed of a topic. */
  public static KafkaFeed create(KafkaFeedOptions options) {
    return new KafkaFeed(options);
  }

  /** A feed of a topic, given the settings of kafka-clients. */
  public static KafkaFeed create(String topic, Map<String, String> consumer) {
    return create(new KafkaFeedOptions(topic, consumer));
  }

  @Override
  public void start(LogWriter writer) {
    TopicReader starting = new TopicReader(options, writer);
    reader = starting;
    Thread thread = new Thread(starting, "sse-kafka-" + options.topic());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    TopicReader stopping = reader;
    if (stopping != null) {
      stopping.stop();
      reader = null;
    }
  }

  @Override
  public FeedStatus status() {
    TopicReader now = reader;
    return now == null ? FeedStatus.of(FeedStatus.State.STOPPED) : now.status();
  }

  @Override
  public void replay(Replay replay) {
    TopicReader now = reader;
    if (now != null) {
      new TopicReplay(options, replay, now).run();
    }
  }

  @Override
  public CompletionStage<long[]> locate(StartPoint start) {
    TopicReader now = reader;
    return now == null ? new CompletableFuture<>() : locate(start, now);
  }

  /** Asks until there is an answer, or nobody needs one any more. */
  private CompletionStage<long[]> locate(StartPoint start, TopicReader of) {
    TopicAdmin admin = of.admin();
    CompletionStage<long[]> answer =
        admin == null
            ? CompletableFuture.failedStage(new IllegalStateException("the brokers are away"))
            : StartOffsets.find(admin, start);
    return answer
        .handle(
            (found, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(found);
              }
              return of.isStopped()
                  ? new CompletableFuture<long[]>()
                  : CompletableFuture.supplyAsync(() -> locate(start, of), IN_A_SECOND)
                      .thenCompose(again -> again);
            })
        .thenCompose(found -> found);
  }
}
