package io.github.ssebridge.kafka;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.Replay;
import io.github.ssebridge.ReplayableFeed;
import io.github.ssebridge.StartPoint;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  private final KafkaFeedOptions options;

  // Written by the hub, which starts and stops in turn.
  private volatile @Nullable TopicReader reader;
  private volatile @Nullable StartFinder starts;

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
    starts =
        new StartFinder(
            start -> locate(start, starting), starting::isStopped, StartFinder.IN_A_SECOND);
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
      starts = null;
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
    StartFinder now = starts;
    return now == null ? new CompletableFuture<>() : now.find(start);
  }

  private static CompletionStage<long[]> locate(StartPoint start, TopicReader of) {
    TopicAdmin admin = of.admin();
    return admin == null
        ? CompletableFuture.failedStage(new IllegalStateException("the brokers are away"))
        : StartOffsets.find(admin, start);
  }
}
