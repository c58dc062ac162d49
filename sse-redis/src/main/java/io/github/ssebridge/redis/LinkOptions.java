package io.github.ssebridge.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How Lettuce is set for each kind of connection. */
final class LinkOptions {

  /** How long connecting may take, and the answer to a command. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** The longest pause between two attempts to connect. */
  static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private static final int MAX_COMMANDS = 1024;

  // A connection that was dropped without a word is found within half a minute, not in hours.
  private static final KeepAliveOptions KEEP_ALIVE =
      KeepAliveOptions.builder()
          .enable()
          .idle(Duration.ofSeconds(15))
          .interval(Duration.ofSeconds(5))
          .count(3)
          .build();

  // Whatever says that the nodes have changed has Lettuce look again; that is its default.
  private static final ClusterTopologyRefreshOptions TOPOLOGY =
      ClusterTopologyRefreshOptions.builder()
          .enablePeriodicRefresh(Duration.ofSeconds(15))
          .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
          .build();

  private LinkOptions() {}

  /** Of a connection that many use for short commands, and that comes back by itself. */
  static ClientOptions shared() {
    return set(ClientOptions.builder())
        .requestQueueSize(MAX_COMMANDS)
        .timeoutOptions(limits())
        .build();
  }

  /** Of a connection that one owns, who connects anew when it is lost. */
  static ClientOptions owned() {
    return set(ClientOptions.builder()).autoReconnect(false).timeoutOptions(limits()).build();
  }

  /**
   * Of a connection for subscriptions, which ends when it is silent, and has any number of them.
   * What it is asked is answered after all messages before, so that has no limit of time.
   */
  static ClientOptions subscribed() {
    return set(ClientOptions.builder())
        .autoReconnect(false)
        // RESP2 would cost a third less, but there Lettuce 7.7 may take a message that comes in two
        // pieces for the answer to a command that is sent between them.
        .protocolVersion(ProtocolVersion.RESP3)
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        .build();
  }

  /** Of all connections of a cluster. */
  static ClusterClientOptions cluster() {
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    // The connection to a node is made when its first command comes, which must not be refused.
    set(builder)
        .disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
        .requestQueueSize(MAX_COMMANDS)
        .timeoutOptions(limits());
    return builder.topologyRefreshOptions(TOPOLOGY).build();
  }

  private static ClientOptions.Builder set(ClientOptions.Builder builder) {
    return builder
        // Whoever sends while Redis is away is told at once, and nothing piles up.
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        // A command whose answer was lost may have been done: to send it again would do it twice.
        .replayFilter(command -> true)
        .socketOptions(
            SocketOptions.builder().connectTimeout(TIMEOUT).keepAlive(KEEP_ALIVE).build());
  }

  private static TimeoutOptions limits() {
    return TimeoutOptions.builder().timeoutCommands().timeoutSource(new Limits()).build();
  }

  /** Every command has a limit, but those that may be told to wait. */
  private static final class Limits extends TimeoutSource {

    private static final Set<String> WAITING = Set.of("XREAD", "XREADGROUP");

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      return WAITING.contains(command.getType().toString()) ? 0 : TIMEOUT.toMillis();
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }
}
