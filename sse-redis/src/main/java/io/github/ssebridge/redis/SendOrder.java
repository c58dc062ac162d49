package io.github.ssebridge.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Has commands sent in the order in which they are given, also those that are given while the
 * connection is being made: what hangs on one stage is otherwise called in any order. Does not wait
 * for answers. Safe for use by any thread.
 */
final class SendOrder {

  private final RedisLink link;

  // Guarded by this; done when the command that was given last is sent or has failed.
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  SendOrder(RedisLink link) {
    this.link = link;
  }

  /** Sends a command when those before it are sent, and is done when it has its answer. */
  synchronized <T> CompletionStage<T> send(
      Function<CommandConnection, CompletionStage<T>> command) {
    CompletableFuture<CompletionStage<T>> sent =
        last.handle((done, failure) -> link).thenCompose(RedisLink::commands).thenApply(command);
    last = sent;
    return sent.thenCompose(answer -> answer);
  }
}
