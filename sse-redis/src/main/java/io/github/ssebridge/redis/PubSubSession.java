package io.github.ssebridge.redis;

import io.github.ssebridge.redis.ChosenServer.Verdict;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One connection with subscriptions on it, from when it stands until it is lost.
 *
 * <p>The connection's event loop hands messages over; the thread that looks after subscriptions
 * owns the rest. The answers to commands come in the order of messages, so an answered PING proves
 * that no message is missing that was published before it was sent: if this was the right server to
 * publish at until then, which is asked, too.
 */
final class PubSubSession extends RedisPubSubAdapter<String, byte[]> {

  private static final String NODE_TIMEOUT = "cluster-node-timeout";
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  private final StatefulRedisPubSubConnection<String, byte[]> connection;
  private final ChosenServer server;
  private final ControlThread control;
  private final Lane lane;
  private final Map<String, Subscription> channels = new ConcurrentHashMap<>();
  private final Map<String, Subscription> patterns = new ConcurrentHashMap<>();
  private final Map<String, Subscription> sharded = new ConcurrentHashMap<>();

  private final long madeAt = System.nanoTime();

  // How many SUNSUBSCRIBEs of a channel are not confirmed yet, if any.
  private final Map<String, Integer> leaving = new ConcurrentHashMap<>();

  // When the last PING that has been answered was sent; later than most, but for new subscriptions.
  private Instant provenAt = Instant.EPOCH;
  private @Nullable Instant askedAt;
  private @Nullable Future<?> asking;
  private boolean retired;
  private boolean ended;

  PubSubSession(
      StatefulRedisPubSubConnection<String, byte[]> connection,
      ChosenServer server,
      ControlThread control,
      Lane lane) {
    this.connection = connection;
    this.server = server;
    this.control = control;
    this.lane = lane;
  }

  /** Begins to look after the connection, and subscribes all of these. */
  void begin(Collection<Subscription> subscriptions) {
    connection.addListener(this);
    connection.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            control.execute(PubSubSession.this::end);
          }
        });
    if (!connection.isOpen()) {
      // Before anybody listened.
      control.execute(this::end);
    }
    connection.setAutoFlushCommands(false);
    subscriptions.forEach(this::subscribe);
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    asking = control.each(ASK_EVERY, this::ask);
  }

  void subscribe(Subscription subscription) {
    Subject subject = subscription.subject();
    of(subject.kind()).put(subject.name(), subscription);
    subscription.sent();
    RedisPubSubAsyncCommands<String, byte[]> commands = connection.async();
    // One command for each: Lettuce has the first confirmation answer the whole command.
    CompletionStage<Void> answer =
        switch (subject.kind()) {
          case CHANNEL -> commands.subscribe(subject.name());
          case PATTERN -> commands.psubscribe(subject.name());
          case SHARDED -> commands.ssubscribe(subject.name());
        };
    var unused =
        answer.whenCompleteAsync((done, failure) -> answered(subscription, failure), control);
  }

  private void answered(Subscription subscription, @Nullable Throwable failure) {
    if (isOver() || !isHere(subscription)) {
      return;
    }
    if (failure == null) {
      lane.stands(subscription);
    } else if (Causes.isRefusal(failure)) {
      forget(subscription);
      lane.refused(subscription, failure);
    }
    // Else the connection is being lost, and all that is on it is seen to when that is known.
  }

  private boolean isHere(Subscription subscription) {
    Subject subject = subscription.subject();
    return subscription.equals(of(subject.kind()).get(subject.name()));
  }

  private void forget(Subscription subscription) {
    Subject subject = subscription.subject();
    of(subject.kind()).remove(subject.name(), subscription);
  }

  void unsubscribe(Subscription subscription) {
    forget(subscription);
    String name = subscription.subject().name();
    RedisPubSubAsyncCommands<String, byte[]> commands = connection.async();
    var unused =
        switch (subscription.subject().kind()) {
          case CHANNEL -> commands.unsubscribe(name);
          case PATTERN -> commands.punsubscribe(name);
          case SHARDED -> leave(name);
        };
  }

  private CompletionStage<Void> leave(String shardedChannel) {
    leaving.merge(shardedChannel, 1, Integer::sum);
    return connection
        .async()
        .sunsubscribe(shardedChannel)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                // Such as that the slot is not here any more: then there is nothing to confirm.
                var unused = isLeft(shardedChannel);
              }
            });
  }

  /** Whether the channel was left, and that is confirmed now. */
  private boolean isLeft(String shardedChannel) {
    boolean[] left = new boolean[1];
    leaving.computeIfPresent(
        shardedChannel,
        (name, count) -> {
          left[0] = true;
          return count == 1 ? null : count - 1;
        });
    return left[0];
  }

  private Map<String, Subscription> of(Subject.Kind kind) {
    return switch (kind) {
      case CHANNEL -> channels;
      case PATTERN -> patterns;
      case SHARDED -> sharded;
    };
  }

  /** From when on messages of a subscription may be missing, if the connection is lost now. */
  Instant provenFor(Subscription subscription) {
    return provenAt.isAfter(subscription.sentAt()) ? provenAt : subscription.sentAt();
  }

  /** Whether it was made so long ago. */
  boolean hasStoodFor(Duration time) {
    return System.nanoTime() - madeAt >= time.toNanos();
  }

  /** The answer to INFO. */
  CompletionStage<String> info() {
    return connection.async().info();
  }

  /** The time after which the nodes of a cluster miss one; fails if this user may not know. */
  CompletionStage<Duration> nodeTimeout() {
    return connection
        .async()
        .configGet(NODE_TIMEOUT)
        .thenApply(found -> Duration.ofMillis(Long.parseLong(found.get(NODE_TIMEOUT))));
  }

  private void ask() {
    if (askedAt == null && !ended) {
      Instant now = Instant.now();
      askedAt = now;
      var unused =
          connection
              .async()
              .ping()
              .whenCompleteAsync((pong, failure) -> heard(now, failure), control);
    }
  }

  private void heard(Instant asked, @Nullable Throwable failure) {
    // Also an answer: this user has no right to PING.
    if (failure == null || Causes.isRefusal(failure)) {
      askedAt = null;
      if (!isOver()) {
        lane.heard();
        var unused =
            server
                .question()
                .get()
                .whenCompleteAsync((verdict, none) -> judged(asked, verdict), control);
      }
    }
  }

  private void judged(Instant asked, @Nullable Verdict verdict) {
    if (isOver()) {
      return;
    }
    if (verdict == Verdict.STILL) {
      provenAt = asked.isAfter(provenAt) ? asked : provenAt;
    } else if (verdict == Verdict.REPLACED) {
      lane.replaced(this);
    }
  }

  /** Goes on to hand messages over, and says nothing more to those who look after it. */
  void retire() {
    retired = true;
  }

  private boolean isOver() {
    return ended || retired;
  }

  /** How long an answer has been waited for, in whole seconds. */
  long silentSeconds() {
    return askedAt == null
        ? 0
        : Math.max(Instant.now().getEpochSecond() - askedAt.getEpochSecond(), 0);
  }

  /** Closes the connection, or it is lost: nothing comes of it any more. */
  void end() {
    if (!ended) {
      ended = true;
      if (asking != null) {
        asking.cancel(false);
      }
      connection.removeListener(this);
      var unused = connection.closeAsync();
      if (!retired) {
        lane.ended(this);
      }
    }
  }

  @Override
  public void message(String channel, byte[] message) {
    Subscription subscription = channels.get(channel);
    if (subscription != null) {
      subscription.message(message);
    }
  }

  @Override
  public void message(String pattern, String channel, byte[] message) {
    Subscription subscription = patterns.get(pattern);
    if (subscription != null) {
      subscription.message(channel, message);
    }
  }

  @Override
  public void smessage(String channel, byte[] message) {
    Subscription subscription = sharded.get(channel);
    if (subscription != null) {
      subscription.message(message);
    }
  }

  @Override
  public void sunsubscribed(String channel, long count) {
    // If this node has not asked for that, the slot of the channel has moved.
    Subscription subscription = isLeft(channel) ? null : sharded.get(channel);
    if (subscription != null) {
      control.execute(() -> moved(subscription));
    }
  }

  private void moved(Subscription subscription) {
    if (!isOver() && isHere(subscription)) {
      unsubscribe(subscription);
      lane.moved(subscription);
    }
  }
}
