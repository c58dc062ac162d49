package io.github.ssebridge.kafka;

import io.github.ssebridge.StartPoint;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where in a topic a client begins that asks for a point in time. */
final class StartOffsets {

  private StartOffsets() {}

  /** The positions; fails if the topic is not there or no broker answers. */
  static CompletionStage<long[]> find(TopicAdmin admin, StartPoint start) {
    return admin
        .describe()
        .thenCompose(
            topic ->
                topic.isEmpty()
                    ? CompletableFuture.failedStage(new IllegalStateException("no topic"))
                    : find(admin, start, topic.get().partitions()))
        .thenApply(TopicPartitions::positions);
  }

  private static CompletionStage<long[]> find(TopicAdmin admin, StartPoint start, int partitions) {
    Instant time = start.time();
    if (time == null) {
      return start.isEarliest() ? admin.beginnings(partitions) : admin.readableEnds(partitions);
    }
    return admin
        .since(partitions, Math.max(0, time.toEpochMilli()))
        .thenCombine(admin.readableEnds(partitions), StartOffsets::orEnds);
  }

  /** With nothing from that time on, a partition begins with what comes next. */
  private static long[] orEnds(long[] offsets, long[] ends) {
    long[] result = offsets.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = result[i] < 0 ? ends[i] : result[i];
    }
    return result;
  }
}
