package io.github.ssebridge;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes all readers of one thread, typically an event loop, with one task for each burst of
 * appends.
 *
 * <p>A turn takes about a millisecond and then lets the thread do other work. Within it audiences
 * with news take turns, and so do the readers that are behind: neither a stream with many readers
 * nor one that catches up keeps others waiting. Subscriptions made with a loop are confined to its
 * thread.
 */
public final class ReaderLoop {

  private static final long TURN_NANOS = 1_000_000;
  private static final int WAKES_IN_A_ROW = 16;

  private final Executor thread;
  private final LongSupplier nanoClock;
  private final Queue<Audience> news = new ConcurrentLinkedQueue<>();
  // Set while a turn is to come or under way.
  private final AtomicBoolean scheduled = new AtomicBoolean();

  // Confined to the thread.
  private final Queue<Subscription> behind = new ArrayDeque<>();

  // For assertions: the thread of the first subscription.
  private volatile @Nullable Thread owner;

  private ReaderLoop(Executor thread, LongSupplier nanoClock) {
    this.thread = thread;
    this.nanoClock = nanoClock;
  }

  /**
   * A loop on a thread.
   *
   * @param thread runs tasks one after the other on one thread, never within {@code execute}; a
   *     task that comes from that thread itself must let the other work of the thread go first
   */
  public static ReaderLoop on(Executor thread) {
    return on(thread, System::nanoTime);
  }

  /** A loop with a clock of its own for the length of its turns. */
  static ReaderLoop on(Executor thread, LongSupplier nanoClock) {
    return new ReaderLoop(thread, nanoClock);
  }

  /** For assertions: whether this is the thread that the first subscription was made on. */
  boolean isOnThread() {
    if (owner == null) {
      owner = Thread.currentThread();
    }
    return owner == Thread.currentThread();
  }

  /** There is news for an audience. Safe for use by any thread. */
  void enqueue(Audience audience) {
    news.add(audience);
    schedule();
  }

  /** A reader can take more than it has been given. On the thread of this loop. */
  void enqueue(Subscription reader) {
    behind.add(reader);
    schedule();
  }

  /**
   * Runs a task on the thread of this loop. Safe for use by any thread.
   *
   * @return false if the thread has stopped
   */
  boolean execute(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException stopped) {
      return false;
    }
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      submit();
    }
  }

  private void submit() {
    if (!execute(this::turn)) {
      // The event loop has been shut down, and its readers with it. No writer may suffer for that;
      // `scheduled` stays set, so nobody tries again.
      news.clear();
    }
  }

  private void turn() {
    boolean done = false;
    try {
      done = wakeForATurn();
    } finally {
      if (!done) {
        submit();
      }
    }
  }

  /** Whether nothing is left to do. */
  private boolean wakeForATurn() {
    // `scheduled` stays set until nothing is left: another thread that submitted a turn meanwhile
    // would have it run right after this one, without the other work of the thread in between.
    long begin = nanoClock.getAsLong();
    do {
      while (wakeSome()) {
        if (nanoClock.getAsLong() - begin >= TURN_NANOS) {
          return false;
        }
      }
      scheduled.set(false);
    } while (!(news.isEmpty() && behind.isEmpty()) && scheduled.compareAndSet(false, true));
    return true;
  }

  private boolean wakeSome() {
    Audience next = news.poll();
    if (next != null) {
      next.drain(WAKES_IN_A_ROW);
    }
    int late = Math.min(WAKES_IN_A_ROW, behind.size());
    for (int i = 0; i < late && !behind.isEmpty(); i++) {
      behind.remove().wakeInTurn();
    }
    return next != null || late > 0;
  }
}
