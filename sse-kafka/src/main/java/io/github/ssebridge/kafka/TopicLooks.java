package io.github.ssebridge.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks every two seconds what the brokers say of a topic: with the brokers gone a consumer reads
 * nothing for ever and says nothing. Nothing here waits. Confined to the thread that reads the
 * topic.
 */
final class TopicLooks {

  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final TopicAdmin admin;
  private final int partitions;
  private long lastNanos = System.nanoTime();
  private @Nullable CompletableFuture<Look> pending;

  TopicLooks(TopicAdmin admin, int partitions) {
    this.admin = admin;
    this.partitions = partitions;
  }

  /** Whether there is an answer; asks again when it is time. */
  boolean isDue() {
    CompletableFuture<Look> asked = pending;
    if (asked != null) {
      return asked.isDone();
    }
    if (System.nanoTime() - lastNanos >= PAUSE_NANOS) {
      pending = look().toCompletableFuture();
    }
    return false;
  }

  /**
   * The answer.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if no broker has answered
   */
  Look take() {
    CompletableFuture<Look> asked = pending;
    if (asked == null) {
      throw new IllegalStateException("nothing has been asked");
    }
    pending = null;
    lastNanos = System.nanoTime();
    return TopicAdmin.await(asked);
  }

  private CompletionStage<Look> look() {
    return admin
        .describe()
        .thenCompose(
            found ->
                found.isEmpty() || found.get().partitions() < partitions
                    ? CompletableFuture.completedFuture(
                        new Look(found.orElse(null), new long[0], 0))
                    : lookAtEnds(found.get()));
  }

  private CompletionStage<Look> lookAtEnds(TopicState found) {
    return admin
        .ends(partitions)
        .thenCombine(
            admin.readableEnds(partitions),
            (ends, readable) ->
                new Look(
                    found,
                    ends,
                    Math.max(0, LongStream.of(ends).sum() - LongStream.of(readable).sum())));
  }

  /**
   * What the brokers said.
   *
   * @param topic null if there is none
   * @param ends where its partitions end
   * @param heldBack how many offsets open transactions hide
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Look(@Nullable TopicState topic, long[] ends, long heldBack) {}
}
