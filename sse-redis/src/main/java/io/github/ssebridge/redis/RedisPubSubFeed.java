package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.ServerSentEvent;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A Redis pub/sub channel as the feed of a stream: the payload of a message is the data of an
 * event.
 *
 * <p>Redis delivers to a channel's subscribers at most once and keeps nothing. So when the
 * connection was lost and is back, every subscriber of the stream is sent an {@code sse:gap} with
 * the reason {@code disconnected} and the time since when messages may be missing.
 */
public final class RedisPubSubFeed implements EventFeed {

  private final RedisLink link;
  private final String channel;

  // Guarded by the hub, which starts and stops in turn.
  private @Nullable ChannelReader reader;

  private RedisPubSubFeed(RedisLink link, String channel) {
    this.link = link;
    this.channel = channel;
  }

  /** A feed of a channel; any number of feeds share a link. */
  public static RedisPubSubFeed create(RedisLink link, String channel) {
    if (channel.isEmpty()) {
      throw new IllegalArgumentException("the channel must not be empty");
    }
    return new RedisPubSubFeed(link, channel);
  }

  @Override
  public void start(LogWriter writer) {
    ChannelReader starting = new ChannelReader(channel, writer, Clock.systemUTC());
    reader = starting;
    link.subscribe(starting);
  }

  @Override
  public void stop() {
    if (reader != null) {
      link.unsubscribe(reader);
      reader = null;
    }
  }

  /** Publishes the data of an event; a channel carries nothing else. */
  @Override
  public CompletionStage<Void> publish(@Nullable String key, ServerSentEvent event) {
    if (key != null || !event.equals(ServerSentEvent.of(event.data()))) {
      return CompletableFuture.failedStage(
          new IllegalArgumentException(
              "a Redis channel carries data alone: the event must not have a key, id, type or retry"));
    }
    return link.publish(channel, event.data().getBytes(UTF_8));
  }
}
