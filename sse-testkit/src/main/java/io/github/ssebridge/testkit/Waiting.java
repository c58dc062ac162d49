package io.github.ssebridge.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits, never longer than a limit; holds no state. */
final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Waiting() {}

  /** Runs the step on a daemon thread and waits for its end; its failure becomes the cause. */
  static void run(String step, Duration limit, Callable<?> work) {
    runAll(step, limit, List.of(work));
  }

  /** Runs the parts of a step at the same time and waits for all of them, as {@link #run}. */
  static void runAll(String step, Duration limit, List<? extends Callable<?>> parts) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<FutureTask<?>> tasks = new ArrayList<>();
    parts.forEach(part -> tasks.add(begin(step, part)));
    IllegalStateException failure = null;
    for (FutureTask<?> task : tasks) {
      try {
        end(step, limit, task, deadline);
      } catch (IllegalStateException e) {
        failure = first(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static FutureTask<?> begin(String step, Callable<?> work) {
    FutureTask<?> task = new FutureTask<>(work);
    Thread thread = new Thread(task, step);
    // A step that hangs must not keep the JVM alive.
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void end(String step, Duration limit, FutureTask<?> task, long deadline) {
    try {
      task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(step, e);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw tooLong(step, limit);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(step + " failed: " + cause, cause);
    }
  }

  private static IllegalStateException first(
      @Nullable IllegalStateException failure, IllegalStateException next) {
    if (failure == null) {
      return next;
    }
    failure.addSuppressed(next);
    return failure;
  }

  /** Asks until the answer is yes. */
  static void until(String step, Duration limit, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() - deadline > 0) {
          throw tooLong(step, limit);
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw interrupted(step, e);
    } catch (Exception e) {
      throw new IllegalStateException(step + " failed: " + e, e);
    }
  }

  static IllegalStateException tooLong(String step, Duration limit) {
    return new IllegalStateException(
        step + " took longer than " + limit.toSeconds() + " s: given up");
  }

  static IllegalStateException interrupted(String step, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(step + " was interrupted", cause);
  }
}
