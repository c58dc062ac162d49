package io.github.ssebridge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The subscriptions of one hub on one thread, to which they are confined. */
final class LoopSubscriptions {

  // About a millisecond's work, if each of them is to be ended.
  private static final int VISITS_IN_A_ROW = 64;

  private final ReaderLoop loop;
  private final List<Subscription> subscriptions = new ArrayList<>();

  LoopSubscriptions(ReaderLoop loop) {
    this.loop = loop;
  }

  void add(Subscription subscription) {
    subscription.sit(subscriptions.size());
    subscriptions.add(subscription);
  }

  void remove(Subscription subscription) {
    Subscription last = subscriptions.remove(subscriptions.size() - 1);
    if (!last.equals(subscription)) {
      subscriptions.set(subscription.seat(), last);
      last.sit(subscription.seat());
    }
  }

  /**
   * Shows each subscription to a visitor on their thread, a few at a time; those that come
   * meanwhile are left out. Safe for use by any thread.
   *
   * @return when all have been visited, or the thread has stopped; fails as the visitor does
   */
  CompletableFuture<Void> visit(Consumer<Subscription> visitor) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    run(() -> visitBefore(subscriptions.size(), visitor, done), done);
    return done;
  }

  /** From the last one down, since one that leaves is replaced by the last one. */
  private void visitBefore(int end, Consumer<Subscription> visitor, CompletableFuture<Void> done) {
    int left = Math.min(end, subscriptions.size());
    for (int visits = 0; left > 0 && visits < VISITS_IN_A_ROW; visits++) {
      try {
        visitor.accept(subscriptions.get(--left));
      } catch (RuntimeException | Error fault) {
        // The others are visited all the same: only the first failure counts.
        done.completeExceptionally(fault);
      }
      left = Math.min(left, subscriptions.size());
    }
    if (left == 0) {
      done.complete(null);
    } else {
      int next = left;
      run(() -> visitBefore(next, visitor, done), done);
    }
  }

  private void run(Runnable task, CompletableFuture<Void> done) {
    if (!loop.execute(task)) {
      done.complete(null);
    }
  }
}
