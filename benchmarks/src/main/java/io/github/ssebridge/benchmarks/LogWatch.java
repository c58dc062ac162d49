package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber that reads the log only while somebody waits for a record, so that it does not
 * cost what is being measured: it is not even woken. Its subscription is confined to a thread of
 * its own.
 */
final class LogWatch implements Subscriber {

  private static final int MAX_BYTES = 1 << 20;

  private final ExecutorService thread;
  private final LastNumber last = new LastNumber();
  private final CountDownLatch open = new CountDownLatch(1);
  private final SseDecoder decoder = new SseDecoder(this::event);
  private @Nullable Subscription subscription;

  // What the loop is to do when the log is to be read again; null while it is.
  private @Nullable List<Runnable> waiting;

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
    ReaderLoop loop = ReaderLoop.on(watch::execute);
    thread.execute(() -> watch.subscription = hub.subscribe(stream, null, loop, watch));
    return watch;
  }

  void awaitOpen(long seconds) throws InterruptedException, TimeoutException {
    if (!open.await(seconds, TimeUnit.SECONDS)) {
      throw new TimeoutException("the stream does not open");
    }
    lookAway();
  }

  /** Waits until the record of a number is in the log. */
  void await(int number, long seconds) throws InterruptedException, TimeoutException {
    look();
    try {
      last.await(number, seconds);
    } finally {
      lookAway();
    }
  }

  private synchronized void execute(Runnable turn) {
    if (waiting == null) {
      thread.execute(turn);
    } else {
      waiting.add(turn);
    }
  }

  private synchronized void lookAway() {
    waiting = new ArrayList<>();
  }

  private synchronized void look() {
    if (waiting != null) {
      waiting.forEach(thread::execute);
      waiting = null;
    }
  }

  @Override
  public boolean wake() {
    Subscription mine = subscription;
    LogSlice slice = mine == null ? null : mine.poll(MAX_BYTES);
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
