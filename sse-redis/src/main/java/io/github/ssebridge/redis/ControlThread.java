package io.github.ssebridge.redis;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that looks after a link's subscriptions; it never waits. */
final class ControlThread implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);

  private final EventExecutor thread;

  ControlThread(EventExecutor thread) {
    this.thread = thread;
  }

  /** Has it done soon; not at all if the link is closed. */
  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      // Nothing is left to look after.
    }
  }

  /** Has it done after a while. */
  void later(Duration delay, Runnable task) {
    try {
      var unused = thread.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // As above.
    }
  }

  /** Has it done now and then again and again; null if the link is closed. */
  @Nullable Future<?> each(Duration period, Runnable task) {
    try {
      return thread.scheduleWithFixedDelay(
          guarded(task), 0, period.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        // Nobody looks at what it returns.
        LOG.error("the subscriptions of Redis may be incomplete; please report this", e);
      }
    };
  }
}
