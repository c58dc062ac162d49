package io.github.ssebridge.redis;

import io.github.ssebridge.FeedStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node's link to one Redis: a server, what Sentinels watch, or a cluster. One connection for all
 * subscriptions of the node, one for commands, and one for each reader that waits.
 *
 * <p>They are made when they are needed and come back by themselves, for ever. A command that has
 * no answer after 3 s has failed. Safe for use by many threads; nothing but {@link #close} blocks.
 * To be closed after the hub that reads by it.
 */
public final class RedisLink implements AutoCloseable {

  private final LinkClients clients;
  private final Subscriptions subscriptions;
  private final SendOrder<CommandConnection> order = new SendOrder<>(this::commands);

  // Guarded by this; null until it is first needed.
  private @Nullable CompletableFuture<CommandConnection> commands;
  private boolean closed;

  private RedisLink(LinkTarget target) {
    this.clients = new LinkClients(target);
    this.subscriptions = new Subscriptions(clients);
  }

  /**
   * A link to the Redis of a URI. Does not connect yet.
   *
   * <ul>
   *   <li>{@code redis://user:password@localhost:6379/0}, a server; {@code rediss://} with TLS,
   *   <li>{@code redis-socket:///run/redis.sock}, a server on this machine,
   *   <li>{@code redis-sentinel://user:password@one:26379,two:26379#name}, the primary that these
   *       Sentinels call {@code name}; {@code rediss-sentinel://} with TLS,
   *   <li>{@code redis-cluster://user:password@one:6379,two:6379}, a Redis Cluster, with the nodes
   *       to ask first, of which one must be there; {@code rediss-cluster://} with TLS.
   * </ul>
   *
   * @throws IllegalArgumentException if the URI cannot be read; the message does not repeat it
   */
  public static RedisLink create(String uri) {
    return new RedisLink(LinkUri.parse(uri, LinkOptions.TIMEOUT));
  }

  /** What log lines call this Redis: its address without user and password. */
  String address() {
    return clients.target().address();
  }

  /** Whether this is a Redis Cluster, where only keys of one slot go into one command. */
  boolean isCluster() {
    return clients.target().isCluster();
  }

  /**
   * The connection for short commands, which all share: what blocks on it makes everyone wait. It
   * comes back by itself; while it is away, commands fail at once, those of a cluster after 3 s.
   * One whose answer was lost has failed and is not sent again. After a failure, ask again.
   */
  synchronized CompletionStage<CommandConnection> commands() {
    if (closed) {
      return CompletableFuture.failedStage(new ClosedLinkException());
    }
    if (commands == null || commands.isCompletedExceptionally()) {
      commands = clients.connectShared().toCompletableFuture();
    }
    return commands;
  }

  /**
   * A new connection for who blocks on it, and closes it. When it is lost it stays so: {@link
   * CommandConnection#isOpen} is false, what waits fails, and its owner connects anew. Only that of
   * a cluster has several below and gets each of them back by itself, since Lettuce routes commands
   * by them; what waits fails there too.
   *
   * <p>XREAD and XREADGROUP have no limit of time here, as they may be told to wait: their caller
   * gives them one that is longer. Every other command has 3 s.
   */
  CompletionStage<CommandConnection> connect() {
    return clients.connectOwned();
  }

  /** Runs what sends commands until it is told to stop; {@link #close} waits a while for that. */
  void use(Runnable task) {
    clients.use(task);
  }

  /** Begins to read a channel, also if Redis is not there yet; not once this link is closed. */
  void subscribe(ChannelReader reader) {
    subscriptions.subscribe(reader);
  }

  /** Ends what {@link #subscribe} began. */
  void unsubscribe(ChannelReader reader) {
    subscriptions.unsubscribe(reader);
  }

  /** How the subscription of a channel or pattern is. */
  FeedStatus status(Subject subject) {
    synchronized (this) {
      if (closed) {
        String why = "the link to Redis at %s is closed".formatted(address());
        return new FeedStatus(FeedStatus.State.FAILING, why, Map.of());
      }
    }
    return subscriptions.status(subject);
  }

  /** For tests: how many channels and patterns this node has subscribed. */
  int subscriptions() {
    return subscriptions.size();
  }

  /**
   * Publishes into a channel, in the order of the calls; fails at once if Redis is out of reach or
   * refuses.
   */
  CompletionStage<Void> publish(Subject channel, byte[] payload) {
    return order
        .send(
            connection ->
                channel.kind() == Subject.Kind.SHARDED
                    ? connection.async().spublish(channel.name(), payload)
                    : connection.async().publish(channel.name(), payload))
        .<Void>thenApply(receivers -> null)
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(notPublished(failure)));
  }

  private IllegalStateException notPublished(Throwable failure) {
    String what =
        Causes.isMissingRight(failure)
            ? "Redis at %s refuses to publish (%s): check the user's rights (ACL) in the Redis uri"
            : Causes.isRefusal(failure)
                ? "Redis at %s is not ready (%s); try again"
                : "Redis at %s is out of reach (%s); try again";
    return new IllegalStateException(
        what.formatted(address(), Causes.text(failure)), Causes.root(failure));
  }

  /**
   * Closes all connections. Waits a second at most for who connects or reads just now, and then for
   * its threads.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    subscriptions.close();
    clients.close();
  }
}
