package io.github.ssebridge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream's events come from: a Kafka topic, a Redis channel, your own source.
 *
 * <p>The hub starts the feed for the stream's first subscriber and stops it some time after the
 * last one; it may start it again. It calls {@link #start} and {@link #stop} in turn, never at the
 * same time, and from threads that must not wait: both return at once, and leave what takes time to
 * a thread or client of the feed's own.
 *
 * <p>Losing the source is no end: the feed gets it back by itself, and announces by {@link
 * LogWriter#gap} what its source cannot give again.
 */
public interface EventFeed {

  /** Begins to append. The writer is good until {@link #stop} is called. */
  void start(LogWriter writer);

  /** Ends what {@link #start} began; appends that still come are ignored. */
  void stop();

  /** How the feed is. Safe for use by any thread. */
  default FeedStatus status() {
    return FeedStatus.of(FeedStatus.State.READING);
  }

  /**
   * Publishes an event into the source, so that it comes back by this feed on every node. Safe for
   * use by any thread, also while the feed is stopped.
   *
   * @param key what the event is about, null for none
   * @return when the source has it; fails with {@link UnsupportedOperationException} if this feed
   *     only reads
   */
  default CompletionStage<Void> publish(@Nullable String key, ServerSentEvent event) {
    return CompletableFuture.failedStage(
        new UnsupportedOperationException("this stream is read-only"));
  }
}
