package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber that looks every 10 ms how far the log has got, by the id of the last event alone,
 * so that it costs next to nothing. Confined to a thread of its own.
 */
final class AppendWatch implements Subscriber {

  private static final int MAX_BYTES = 1 << 20;
  private static final int TAIL_BYTES = 512;
  private static final double LOOK_SECONDS = 0.01;
  private static final String ID = "id: ";

  private final CountDownLatch open = new CountDownLatch(1);
  private @Nullable Subscription subscription;
  private volatile long position;

  private AppendWatch() {}

  /** Subscribes; the stream is opened by that. */
  static AppendWatch open(EventHub hub, String stream) {
    AppendWatch watch = new AppendWatch();
    Thread thread = new Thread(() -> watch.look(hub, stream), "append-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  void awaitOpen(long seconds) throws InterruptedException, TimeoutException {
    if (!open.await(seconds, TimeUnit.SECONDS)) {
      throw new TimeoutException("the stream does not open");
    }
  }

  /** How many events have been appended; safe for use by any thread. */
  long appended() {
    return position;
  }

  private void look(EventHub hub, String stream) {
    Queue<Runnable> turns = new ConcurrentLinkedQueue<>();
    subscription = hub.subscribe(stream, null, ReaderLoop.on(turns::add), this);
    while (true) {
      for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
        turn.run();
      }
      Clock.sleep(LOOK_SECONDS);
    }
  }

  @Override
  public boolean wake() {
    Subscription mine = subscription;
    LogSlice slice = mine == null ? null : mine.poll(MAX_BYTES);
    if (slice == null) {
      return false;
    }
    position = Math.max(position, lastPosition(slice.bytes()));
    slice.release();
    // The first is sse:open.
    open.countDown();
    return true;
  }

  @Override
  public void end() {}

  /** The number at the end of the last id, 0 if there is no id. */
  private static long lastPosition(ByteBuffer blocks) {
    byte[] tail = new byte[Math.min(TAIL_BYTES, blocks.remaining())];
    blocks.get(blocks.limit() - tail.length, tail);
    String text = new String(tail, ISO_8859_1);
    int id = text.lastIndexOf(ID);
    if (id < 0) {
      return 0;
    }
    String line = text.substring(id + ID.length(), text.indexOf('\n', id));
    // Of a channel the position comes after a point, of a stream the count after a slash.
    int before = Math.max(line.lastIndexOf('.'), line.lastIndexOf('/'));
    return Long.parseLong(line, before + 1, line.length(), 10);
  }
}
