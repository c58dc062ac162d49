package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber that reads the log only while somebody waits for a record, so that it does not
 * cost what is being measured. Its subscription is confined to a thread of its own.
 */
final class LogWatch implements Subscriber {

  private static final int MAX_BYTES = 1 << 20;

  private final ExecutorService thread;
  private final LastNumber last = new LastNumber();
  private final CountDownLatch open = new CountDownLatch(1);
  private final SseDecoder decoder = new SseDecoder(this::event);
  private @Nullable Subscription subscription;

  // Whether the log is to be read; it is until the stream is open.
  private volatile boolean looking = true;

  private LogWatch(ExecutorService thread) {
    this.thread = thread;
  }

  static LogWatch open(EventHub hub, String stream) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "log-watch");
              made.setDaemon(true);
              return made;
            });
    LogWatch watch = new LogWatch(thread);
    ReaderLoop loop = ReaderLoop.on(thread);
    thread.execute(() -> watch.subscription = hub.subscribe(stream, null, loop, watch));
    return watch;
  }

  void awaitOpen(long seconds) throws InterruptedException, TimeoutException {
    if (!open.await(seconds, TimeUnit.SECONDS)) {
      throw new TimeoutException("the stream does not open");
    }
    looking = false;
  }

  /** Waits until the record of a number is in the log. */
  void await(int number, long seconds) throws InterruptedException, TimeoutException {
    looking = true;
    thread.execute(() -> Objects.requireNonNull(subscription).wakeAgain());
    try {
      last.await(number, seconds);
    } finally {
      looking = false;
    }
  }

  @Override
  public boolean wake() {
    Subscription mine = subscription;
    LogSlice slice = mine == null || !looking ? null : mine.poll(MAX_BYTES);
    if (slice == null) {
      return false;
    }
    decoder.decode(slice.bytes());
    slice.release();
    return true;
  }

  @Override
  public void end() {}

  private void event(ServerSentEvent event) {
    if (!event.isControl()) {
      last.saw(RecordText.number(event.data()));
    } else if (event.type().equals("sse:open")) {
      open.countDown();
    }
  }
}
