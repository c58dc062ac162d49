package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.ServerSentEvent;
import io.lettuce.core.XAddArgs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events into a Redis stream, and their data to the channel that has the stream's key for
 * its name: both in one step that nobody sees the middle of.
 *
 * <p>An entry has the field {@code data}, then {@code event} with the type if it is not {@code
 * message}, then {@code key} if there is one. The channel is a sharded one in a Redis Cluster.
 * Events that one thread publishes are in the stream in the order of its calls, also if it waits
 * for none of them; in a Redis Cluster not while the stream's slot moves.
 *
 * <p>Needs the right to EVAL, XADD and PUBLISH (in a cluster SPUBLISH) that key and channel.
 * Immutable, and safe for use by any thread; nothing blocks.
 */
public final class RedisPublisher {

  /** About how many entries a stream keeps, unless told otherwise. */
  public static final long DEFAULT_MAX_LENGTH = 100_000;

  // Somewhat less than a link has room for, so that a loop that publishes leaves some to others.
  private static final int MAX_WAITING = 1_000;

  // As Redis 6 and 7 say it, to the client and to a script.
  private static final List<String> MISSING_RIGHT =
      List.of("NOPERM", "NOAUTH", "WRONGPASS", "user executing the script", "ACL failure");

  private final RedisLink link;
  private final String streamKey;
  private final @Nullable Long maxLength;
  private final boolean notifies;
  private final SendOrder<CommandConnection> order;
  private final AtomicInteger waiting;

  private RedisPublisher(RedisPublisher from, @Nullable Long maxLength, boolean notifies) {
    this.link = from.link;
    this.streamKey = from.streamKey;
    this.maxLength = maxLength;
    this.notifies = notifies;
    this.order = from.order;
    this.waiting = from.waiting;
  }

  private RedisPublisher(RedisLink link, String streamKey) {
    this.link = link;
    this.streamKey = streamKey;
    this.maxLength = DEFAULT_MAX_LENGTH;
    this.notifies = true;
    this.order = new SendOrder<>(link::commands);
    this.waiting = new AtomicInteger();
  }

  /**
   * A publisher into the stream of this key, which the first event creates. It keeps about {@value
   * #DEFAULT_MAX_LENGTH} entries.
   */
  public static RedisPublisher create(RedisLink link, String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("the key of the stream must not be empty");
    }
    return new RedisPublisher(link, key);
  }

  /**
   * The same with a stream that keeps at least so many entries, and gives up older ones as it suits
   * Redis: {@code MAXLEN ~}.
   */
  public RedisPublisher withMaxLength(long entries) {
    if (entries < 1) {
      throw new IllegalArgumentException("maxLength must be at least 1, but is " + entries);
    }
    return new RedisPublisher(this, entries, notifies);
  }

  /** The same with a stream that keeps every entry. */
  public RedisPublisher withoutLimit() {
    return new RedisPublisher(this, null, notifies);
  }

  /**
   * The same without a message to the channel, which a {@link RedisStreamFeed} does not need. Then
   * XADD is all that there is a right to have for.
   */
  public RedisPublisher withoutNotification() {
    return new RedisPublisher(this, maxLength, false);
  }

  /** Publishes an event without a key. */
  public CompletionStage<String> publish(ServerSentEvent event) {
    return publish(null, event);
  }

  /**
   * Publishes an event.
   *
   * <p>The stage fails with an IllegalArgumentException if the event cannot be an entry, and with
   * an IllegalStateException if Redis is out of reach, refuses, or has not answered for {@value
   * #MAX_WAITING} others; within seconds, whatever happens. When Redis goes away amid a call, the
   * event may be in the stream although the stage fails. What hangs on the stage must not block.
   *
   * @param key what the event is about, null for none
   * @param event an event without id and retry: Redis gives the ids
   * @return the id of the entry, such as {@code 1763827200000-0}
   */
  public CompletionStage<String> publish(@Nullable String key, ServerSentEvent event) {
    if (event.id() != null || event.retry() != null || event.isControl()) {
      return CompletableFuture.failedStage(
          new IllegalArgumentException(
              "an event of a Redis stream gets its id from Redis: it must not have an id or a retry,"
                  + " nor a type that begins with "
                  + ServerSentEvent.CONTROL_PREFIX));
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return CompletableFuture.failedStage(tooMany());
    }
    Map<String, byte[]> fields = fields(key, event);
    return order
        .send(connection -> append(connection, fields))
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(explained(failure)))
        .whenComplete((id, failure) -> waiting.decrementAndGet());
  }

  private static Map<String, byte[]> fields(@Nullable String key, ServerSentEvent event) {
    // In their order, of which the script knows the first.
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("data", event.data().getBytes(UTF_8));
    if (!event.type().equals(ServerSentEvent.DEFAULT_TYPE)) {
      fields.put("event", event.type().getBytes(UTF_8));
    }
    if (key != null) {
      fields.put("key", key.getBytes(UTF_8));
    }
    return fields;
  }

  private CompletionStage<String> append(CommandConnection connection, Map<String, byte[]> fields) {
    if (notifies) {
      String send = link.isCluster() ? "SPUBLISH" : "PUBLISH";
      return PublishScript.run(connection, streamKey, send, maxLength, fields);
    }
    XAddArgs args = new XAddArgs();
    return connection
        .async()
        .xadd(
            streamKey,
            maxLength == null ? args : args.maxlen(maxLength).approximateTrimming(),
            fields);
  }

  private IllegalStateException tooMany() {
    return new IllegalStateException(
        "Redis at %s has not answered for %d events yet: wait for some before publishing more"
            .formatted(link.address(), MAX_WAITING));
  }

  private IllegalStateException explained(Throwable failure) {
    String text = Causes.text(failure);
    return new IllegalStateException(
        Causes.isRefusal(failure)
            ? refusal(text)
            : "Redis at %s is out of reach (%s); try again".formatted(link.address(), text),
        Causes.root(failure));
  }

  private String refusal(String text) {
    if (text.contains("WRONGTYPE")) {
      return "the key '%s' of Redis at %s is no stream (%s): choose another key, or delete that one"
          .formatted(streamKey, link.address(), text);
    }
    return "Redis at %s refuses to publish into '%s' (%s)%s"
        .formatted(
            link.address(),
            streamKey,
            text,
            isMissingRight(text) ? ": check the user's rights (ACL) in the Redis uri" : "");
  }

  private static boolean isMissingRight(String text) {
    return MISSING_RIGHT.stream().anyMatch(text::contains);
  }
}
