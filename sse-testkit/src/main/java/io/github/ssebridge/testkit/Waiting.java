package io.github.ssebridge.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits, never longer than a limit; holds no state. */
final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Waiting() {}

  /** Runs the step on a daemon thread and waits for its end; its failure becomes the cause. */
  static void run(String step, Duration limit, Callable<?> work) {
    FutureTask<?> task = new FutureTask<>(work);
    Thread thread = new Thread(task, step);
    // A step that hangs must not keep the JVM alive.
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
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
