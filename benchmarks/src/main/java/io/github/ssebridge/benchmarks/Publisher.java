package io.github.ssebridge.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes by a schedule that does not wait for anybody. One thread for each schedule, one after
 * the other; the sequence numbers belong to it.
 */
final class Publisher {

  private final Arm arm;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long[] keySequences;
  private long sequence;
  private volatile boolean stopping;

  Publisher(Arm arm, int keys) {
    this.arm = arm;
    this.keySequences = new long[keys];
  }

  CompletableFuture<Published> start(Schedule schedule) {
    stopping = false;
    CompletableFuture<Published> published = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                published.complete(run(schedule));
              } catch (RuntimeException e) {
                published.completeExceptionally(e);
              }
            },
            "publisher");
    thread.setDaemon(true);
    thread.start();
    return published;
  }

  /** Has the schedule end before its time; safe for use by any thread. */
  void stop() {
    stopping = true;
  }

  private Published run(Schedule schedule) {
    Window window = null;
    long windowFirst = 0;
    long lateNanos = 0;
    for (long i = 0; i < schedule.events() && !stopping; i++) {
      long due = schedule.dueNanos(i);
      long late = awaitDue(due);
      if (due >= schedule.fromNanos()) {
        if (window == null) {
          window = new Window();
          windowFirst = i;
        }
        lateNanos = Math.max(lateNanos, late);
      }
      publish(schedule.key(i), due);
    }
    if (!stopping) {
      awaitDue(schedule.toNanos());
    }
    Window measured = window == null ? new Window() : window;
    return new Published(
        schedule.keys() == 0 ? sequence : keySequences[schedule.firstKey()],
        ProcessProbe.cpuNanos() - measured.cpuNanos,
        threads.getCurrentThreadCpuTime() - measured.publisherCpuNanos,
        System.nanoTime() - measured.startNanos,
        schedule.events() - windowFirst,
        lateNanos);
  }

  private void publish(int key, long dueNanos) {
    if (key == Arm.NO_KEY) {
      arm.publish(key, ++sequence, dueNanos);
    } else {
      arm.publish(key, ++keySequences[key], dueNanos);
    }
  }

  /** Parks and never spins, since that would burn the CPU time that is measured. */
  private static long awaitDue(long dueNanos) {
    long late = System.nanoTime() - dueNanos;
    while (late < 0) {
      LockSupport.parkNanos(-late);
      late = System.nanoTime() - dueNanos;
    }
    return late;
  }

  /** What stood on the clocks when the measured window began. */
  private final class Window {
    final long startNanos = System.nanoTime();
    final long cpuNanos = ProcessProbe.cpuNanos();
    final long publisherCpuNanos = threads.getCurrentThreadCpuTime();
  }
}
