package io.github.ssebridge.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One Sentinel, which is asked for the master by a connection of its own; that is made when it is
 * needed. The thread that looks after subscriptions owns it.
 */
final class Sentinel {

  private final LinkClients clients;
  private final RedisURI uri;
  private final String masterName;
  private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;

  Sentinel(LinkClients clients, RedisURI uri, String masterName) {
    this.clients = clients;
    this.uri = uri;
    this.masterName = masterName;
  }

  /** The server that it calls the master now; fails within seconds. */
  CompletionStage<InetSocketAddress> master() {
    return connection()
        .thenCompose(this::ask)
        .thenApply(this::address)
        .orTimeout(LinkOptions.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<StatefulRedisConnection<String, String>> connection() {
    CompletableFuture<StatefulRedisConnection<String, String>> known = connection;
    if (known == null || known.isCompletedExceptionally() || isLost(known)) {
      known = clients.connectSentinel(uri).toCompletableFuture();
      connection = known;
    }
    return known;
  }

  private static boolean isLost(CompletableFuture<StatefulRedisConnection<String, String>> known) {
    return known.isDone() && !known.isCompletedExceptionally() && !known.join().isOpen();
  }

  // As a connection to any server: Lettuce's own for Sentinels logs each attempt that fails.
  private CompletionStage<List<Object>> ask(StatefulRedisConnection<String, String> asked) {
    CommandArgs<String, String> question =
        new CommandArgs<>(StringCodec.UTF8).add("GET-MASTER-ADDR-BY-NAME").add(masterName);
    return asked
        .async()
        .dispatch(CommandType.SENTINEL, new ArrayOutput<>(StringCodec.UTF8), question);
  }

  private InetSocketAddress address(@Nullable List<Object> answer) {
    if (answer == null || answer.size() != 2) {
      throw new IllegalStateException("the sentinel knows no master '" + masterName + "'");
    }
    return InetSocketAddress.createUnresolved(
        String.valueOf(answer.get(0)), Integer.parseInt(String.valueOf(answer.get(1))));
  }
}
