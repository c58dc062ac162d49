package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.redis.Subject.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A Redis pub/sub channel, or all that match a pattern, as the feed of a stream: the payload of a
 * message is the data of an event. A node has one subscription of each, whatever the number of
 * streams and clients.
 *
 * <p>Redis delivers to a channel's subscribers at most once and keeps nothing. So when the
 * subscription was lost and stands again, every client of the stream is sent one {@code sse:gap}
 * with the reason {@code disconnected}. Every message that is missing was at Redis between its
 * {@code since} and {@code until}, by this node's clock:
 *
 * <ul>
 *   <li>{@code until} is when the subscription stood again,
 *   <li>{@code since} is when this node asked Redis for the last sign of life that it was given, or
 *       when it subscribed, less 100 ms, by which the clocks of the two may differ. It asks every
 *       second.
 * </ul>
 *
 * <p>A connection that is dead, although nobody has closed it, is found within 5 s. If it comes
 * back before, nothing is lost.
 *
 * <p>In a Redis Cluster, a message of a plain channel may take a second from the node that was told
 * it to the one that this node has asked: {@code since} is a second earlier there. A node that dies
 * takes with it what it has not passed on, and nobody can know: that is how plain channels are.
 * Sharded ones are not passed on, but move with their slot. This node follows within a second or
 * so. Then {@code since} is 3 s earlier, as the old node may have been the last to know. That a
 * node was cut off from the others is found by a look at the cluster every 5 s, once they miss it:
 * then {@code since} is twice the {@code cluster-node-timeout} and 5 s before the look before, or
 * 35 s where this user may not ask for that ({@code CONFIG GET}).
 *
 * <p>With Sentinel, a sign of life counts only if most of the Sentinels in the URI still name that
 * server; they are asked every second. One that another has replaced is read along for 30 s at
 * most, until it is told to follow.
 */
public final class RedisPubSubFeed implements EventFeed {

  private final RedisLink link;
  private final Subject subject;

  // The hub, which starts and stops in turn, writes it.
  private volatile @Nullable ChannelReader reader;

  private RedisPubSubFeed(RedisLink link, Subject subject) {
    this.link = link;
    this.subject = subject;
  }

  /** A feed of a channel; any number of feeds share a link. */
  public static RedisPubSubFeed create(RedisLink link, String channel) {
    return new RedisPubSubFeed(link, new Subject(Kind.CHANNEL, channel));
  }

  /**
   * A feed of all channels that match a pattern such as {@code prices.*}: each event has its
   * channel as its key. It only reads.
   *
   * @param pattern as PSUBSCRIBE takes it: {@code *}, {@code ?}, {@code [ab]}, and a backslash
   *     before one that means itself
   */
  public static RedisPubSubFeed ofPattern(RedisLink link, String pattern) {
    return new RedisPubSubFeed(link, new Subject(Kind.PATTERN, pattern));
  }

  /**
   * A feed of a sharded channel, which only the node of a cluster has that has its slot: what is
   * published there is not sent to all of them. Those who publish say SPUBLISH. Needs Redis 7.
   */
  public static RedisPubSubFeed sharded(RedisLink link, String channel) {
    return new RedisPubSubFeed(link, new Subject(Kind.SHARDED, channel));
  }

  @Override
  public void start(LogWriter writer) {
    ChannelReader starting = new ChannelReader(subject, writer);
    reader = starting;
    link.subscribe(starting);
  }

  @Override
  public void stop() {
    ChannelReader stopping = reader;
    if (stopping != null) {
      link.unsubscribe(stopping);
      reader = null;
    }
  }

  /**
   * How the subscription is: it reads while it stands; it fails if Redis refuses the login or the
   * channel. The figures count since it was opened: {@code disconnects}, how often it was lost, and
   * {@code killedByRedis}, how often of these Redis had closed connections because of its {@code
   * client-output-buffer-limit}, as far as this user may see that and Redis says it: INFO does not
   * in 7.0.
   */
  @Override
  public FeedStatus status() {
    return reader == null ? FeedStatus.of(FeedStatus.State.STOPPED) : link.status(subject);
  }

  /** Publishes the data of an event; a channel carries nothing else. */
  @Override
  public CompletionStage<Void> publish(@Nullable String key, ServerSentEvent event) {
    if (subject.kind() == Kind.PATTERN) {
      return CompletableFuture.failedStage(
          new UnsupportedOperationException(
              "this stream is read-only: a pattern is no channel to publish into"));
    }
    if (key != null || !event.equals(ServerSentEvent.of(event.data()))) {
      return CompletableFuture.failedStage(
          new IllegalArgumentException(
              "a Redis channel carries data alone: the event must not have a key, id, type or retry"));
    }
    return link.publish(subject, event.data().getBytes(UTF_8));
  }
}
