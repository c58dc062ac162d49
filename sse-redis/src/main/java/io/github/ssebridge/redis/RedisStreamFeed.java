package io.github.ssebridge.redis;

import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.Replay;
import io.github.ssebridge.ReplayableFeed;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StartPoint;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A Redis stream as the feed of a stream: an entry is an event, and its id begins with the entry's.
 *
 * <p>The stream is read once for each node, by {@code XREAD BLOCK} on a connection and a thread of
 * its own, from so far back that the log is about full when it has caught up. A client goes on at
 * any node with the entry after the one that it has got; what a log no longer has is read again by
 * {@code XRANGE}, by a few readers that clients share.
 *
 * <p>Redis does not say when entries have been trimmed, or when a stream was deleted and created
 * again; this feed finds out by what Redis counts, asks with every read, and tells clients before
 * the first later event, with the number of entries if Redis 7 or newer knows it. A connection that
 * is dead but not closed is found within 4 seconds, and so is a Redis that does not answer. When
 * Redis is back the feed goes on after the last entry that it has read.
 */
public final class RedisStreamFeed implements ReplayableFeed {

  private final RedisLink link;
  private final RedisStreamOptions options;
  private final RedisPublisher publisher;

  // Written by the hub, which starts and stops in turn.
  private volatile @Nullable EntryReader reader;

  private RedisStreamFeed(RedisLink link, RedisStreamOptions options) {
    this.link = link;
    this.options = options;
    this.publisher =
        RedisPublisher.create(link, options.key())
            .withMaxLength(options.maxLength())
            .withoutNotification();
  }

  /** A feed of a stream; any number of feeds share a link. */
  public static RedisStreamFeed create(RedisLink link, RedisStreamOptions options) {
    return new RedisStreamFeed(link, options);
  }

  /** A feed of the stream of a key. */
  public static RedisStreamFeed create(RedisLink link, String key) {
    return create(link, new RedisStreamOptions(key));
  }

  @Override
  public void start(LogWriter writer) {
    if (writer.isTable()) {
      throw new IllegalArgumentException(
          "a Redis stream cannot be a table: remove the snapshot from the options of the stream");
    }
    EntryReader starting = new EntryReader(link, options, writer, Clock.systemUTC());
    reader = starting;
    Thread thread = new Thread(starting, "sse-redis-" + options.key());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    EntryReader stopping = reader;
    if (stopping != null) {
      stopping.stop();
      reader = null;
    }
  }

  @Override
  public FeedStatus status() {
    EntryReader now = reader;
    return now == null ? FeedStatus.of(FeedStatus.State.STOPPED) : now.status();
  }

  /**
   * Appends an entry as {@link RedisPublisher} does, with the fields that {@link
   * FieldMapper#DEFAULT} reads.
   */
  @Override
  public CompletionStage<Void> publish(@Nullable String key, ServerSentEvent event) {
    return publisher.publish(key, event).thenApply(id -> null);
  }

  @Override
  public void replay(Replay replay) {
    EntryReader now = reader;
    if (now != null) {
      new EntryReplay(link, options, replay, now).run();
    }
  }

  @Override
  public CompletionStage<long[]> locate(StartPoint start) {
    EntryReader now = reader;
    return now == null
        ? new CompletableFuture<>()
        : CompletableFuture.completedFuture(new long[] {now.locate(start)});
  }
}
