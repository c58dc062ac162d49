package io.github.ssebridge.kafka;

import io.github.ssebridge.StartPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Finds where clients begin: asks until there is an answer, or nobody needs one any more. Clients
 * that want the same share a question. Safe for use by any thread.
 */
final class StartFinder {

  private static final ScheduledThreadPoolExecutor TIMER = newTimer();

  /** Runs what it is given a second later, all of it on one thread. */
  static final Executor IN_A_SECOND =
      work -> {
        var unused = TIMER.schedule(work, 1, TimeUnit.SECONDS);
      };

  private final Function<StartPoint, CompletionStage<long[]>> brokers;
  private final BooleanSupplier isStopped;
  private final Executor later;

  // Who waits for which answer. Guarded by this.
  private final Map<StartPoint, List<CompletableFuture<long[]>>> waiting = new HashMap<>();

  /**
   * Finds starts.
   *
   * @param brokers asked; may fail in any way
   * @param isStopped whether nobody is to be answered any more
   * @param later runs what is to be tried again after a while
   */
  StartFinder(
      Function<StartPoint, CompletionStage<long[]>> brokers,
      BooleanSupplier isStopped,
      Executor later) {
    this.brokers = brokers;
    this.isStopped = isStopped;
    this.later = later;
  }

  /** The positions, in an array of the caller's own; to be cancelled if nobody needs them. */
  CompletableFuture<long[]> find(StartPoint start) {
    CompletableFuture<long[]> answer = new CompletableFuture<>();
    synchronized (this) {
      List<CompletableFuture<long[]>> others = waiting.get(start);
      if (others != null) {
        others.add(answer);
        return answer;
      }
      waiting.put(start, new ArrayList<>(List.of(answer)));
    }
    ask(start);
    return answer;
  }

  private void ask(StartPoint start) {
    var unused =
        CompletableFuture.completedFuture(start)
            .thenCompose(brokers)
            .whenComplete(
                (found, failure) -> {
                  if (failure == null) {
                    taken(start).forEach(answer -> answer.complete(found.clone()));
                  } else {
                    later.execute(() -> askAgain(start));
                  }
                });
  }

  private void askAgain(StartPoint start) {
    if (isNeeded(start)) {
      ask(start);
    }
  }

  private synchronized boolean isNeeded(StartPoint start) {
    List<CompletableFuture<long[]>> answers = waiting.getOrDefault(start, new ArrayList<>());
    answers.removeIf(CompletableFuture::isDone);
    if (answers.isEmpty() || isStopped.getAsBoolean()) {
      waiting.remove(start);
      return false;
    }
    return true;
  }

  private synchronized List<CompletableFuture<long[]>> taken(StartPoint start) {
    List<CompletableFuture<long[]>> answers = waiting.remove(start);
    return answers == null ? List.of() : answers;
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "sse-starts");
              thread.setDaemon(true);
              return thread;
            });
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
