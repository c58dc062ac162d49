package io.github.ssebridge;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes all readers of one thread, typically an event loop, with one task for each burst of
 * appends.
 *
 * <p>A turn wakes a bounded number of readers and then lets the thread do other work; the audiences
 * of the streams take turns. Subscriptions made with a loop are confined to its thread.
 */
public final class ReaderLoop {

  private static final int READERS_PER_TURN = 256;

  private final Executor thread;
  private final Queue<Audience> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private ReaderLoop(Executor thread) {
    this.thread = thread;
  }

  /**
   * A loop on a thread.
   *
   * @param thread runs tasks one after the other on one thread, never within {@code execute}
   */
  public static ReaderLoop on(Executor thread) {
    return new ReaderLoop(thread);
  }

  void enqueue(Audience audience) {
    waiting.add(audience);
    schedule();
  }

  private void schedule() {
    if (scheduled.get() || !scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      thread.execute(this::turn);
    } catch (RejectedExecutionException stopped) {
      // The event loop has been shut down, and its readers with it. No writer may suffer for that;
      // `scheduled` stays set, so nobody tries again.
      waiting.clear();
    }
  }

  private void turn() {
    scheduled.set(false);
    int left = READERS_PER_TURN;
    for (Audience next = waiting.poll(); next != null; next = left > 0 ? waiting.poll() : null) {
      left -= next.drain(left);
    }
    if (!waiting.isEmpty()) {
      schedule();
    }
  }
}
