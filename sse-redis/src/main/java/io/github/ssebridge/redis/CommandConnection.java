package io.github.ssebridge.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.function.Supplier;

/** One connection for commands, to whatever kind of Redis. Safe for use by any thread. */
final class CommandConnection implements AutoCloseable {

  private final StatefulConnection<String, byte[]> connection;
  private final RedisClusterAsyncCommands<String, byte[]> commands;

  private CommandConnection(
      StatefulConnection<String, byte[]> connection,
      RedisClusterAsyncCommands<String, byte[]> commands) {
    this.connection = connection;
    this.commands = commands;
  }

  static CommandConnection of(StatefulRedisConnection<String, byte[]> connection) {
    return new CommandConnection(connection, connection.async());
  }

  static CommandConnection of(StatefulRedisClusterConnection<String, byte[]> connection) {
    return new CommandConnection(connection, connection.async());
  }

  /** The commands that servers of every kind know; in a cluster each goes where its key is. */
  RedisClusterAsyncCommands<String, byte[]> async() {
    return commands;
  }

  /** Sends the commands that something gives in one piece; nobody else may use the connection. */
  <T> T together(Supplier<T> commandsOf) {
    connection.setAutoFlushCommands(false);
    try {
      return commandsOf.get();
    } finally {
      connection.flushCommands();
      connection.setAutoFlushCommands(true);
    }
  }

  /**
   * Whether it is connected. That of a cluster is until it is closed, since it has a connection to
   * each node and gets them back by itself.
   */
  boolean isOpen() {
    return connection.isOpen();
  }

  /** Begins to close it and returns at once; commands that wait for an answer fail. */
  @Override
  public void close() {
    var unused = connection.closeAsync();
  }
}
