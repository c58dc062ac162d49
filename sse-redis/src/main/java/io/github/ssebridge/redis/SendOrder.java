package io.github.ssebridge.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has commands sent in the order in which they are given, also those that are given while the
 * connection is being made: what hangs on one stage is otherwise called in any order. Does not wait
 * for answers. Safe for use by any thread.
 *
 * @param <C> the connection
 */
final class SendOrder<C> {

  private final Supplier<CompletionStage<C>> connection;

  // Guarded by this; done when the command that was given last is sent or has failed.
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /** An order of commands, for each of which the connection is asked for. */
  SendOrder(Supplier<CompletionStage<C>> connection) {
    this.connection = connection;
  }

  /** Sends a command when those before it are sent, and is done when it has its answer. */
  synchronized <T> CompletionStage<T> send(Function<C, CompletionStage<T>> command) {
    CompletableFuture<CompletionStage<T>> sent =
        last.handle((done, failure) -> connection).thenCompose(Supplier::get).thenApply(command);
    last = sent;
    return sent.thenCompose(answer -> answer);
  }
}
