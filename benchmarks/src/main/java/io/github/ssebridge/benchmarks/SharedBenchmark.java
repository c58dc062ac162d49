package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one event to 1,000 subscribers costs if it is encoded once: its block alone handed to all,
 * who keep it or do not, and through a hub, which also numbers and keeps the event, wakes each
 * subscriber and gives it a slice of the log. In a burst, events are published before the
 * subscribers' loop has its turn.
 */
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class SharedBenchmark extends NanosBenchmark {

  static final int SUBSCRIBERS = 1000;

  private static final String STREAM = "prices";
  private static final int TEN = 10;
  private static final int HUNDRED = 100;

  @Param({"small", "lines"})
  String event = "";

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final EventHub hub = EventHub.create().stream(STREAM);
  private final List<Reader> readers = new ArrayList<>();
  private final Mailbox[] mailboxes = Mailbox.many(SUBSCRIBERS);
  private long shared;
  private byte @Nullable [] kept;

  // Not final, so that no compiler may take the events for constants.
  private ServerSentEvent prepared = ServerSentEvent.of("");
  private ServerSentEvent preparedWithId = prepared;

  /** Subscribes all on one loop; fails unless an event reaches all of them. */
  @Setup
  public void subscribe() {
    prepared = ServerSentEvent.of(SampleEvent.TYPE, SampleEvent.labelled(event).data());
    preparedWithId = prepared.withId(SampleEvent.ID);
    ReaderLoop loop = ReaderLoop.on(tasks::add);
    for (int i = 0; i < SUBSCRIBERS; i++) {
      readers.add(new Reader(hub, STREAM, loop));
    }
    checkThatEachGotAll();
    // Subscribers live long: a reference that is stored in an old object meets the collector's
    // barrier, here always instead of now and then.
    System.gc();
  }

  /** Encodes once, and hands the same block to each mailbox, which is done with it at once. */
  @Benchmark
  public void sharedBlockHanded(Blackhole read) {
    shared++;
    byte[] block = SseEncoder.encode(preparedWithId);
    for (Mailbox mailbox : mailboxes) {
      mailbox.take(block, read);
    }
  }

  /** Encodes once, and hands the same block to each mailbox, which keeps it. */
  @Benchmark
  public void sharedBlockKept() {
    shared++;
    byte[] block = SseEncoder.encode(preparedWithId);
    for (Mailbox mailbox : mailboxes) {
      mailbox.put(block);
    }
    kept = block;
  }

  /** Through a hub, one at a time. */
  @Benchmark
  public void throughHub() {
    publish(1);
  }

  /** Through a hub in bursts of 10; for one event. */
  @Benchmark
  @OperationsPerInvocation(TEN)
  public void throughHubInTens() {
    publish(TEN);
  }

  /** Through a hub in bursts of 100; for one event. */
  @Benchmark
  @OperationsPerInvocation(HUNDRED)
  public void throughHubInHundreds() {
    publish(HUNDRED);
  }

  /** Fails unless each got all: of the hub every byte, and one more event as it is. */
  @TearDown(Level.Iteration)
  public void checkThatEachGotAll() {
    readers.forEach(Reader::look);
    publish(1);
    long bytes = hub.counters(STREAM).appended().bytes();
    for (Reader reader : readers) {
      reader.requireGot(bytes, prepared);
    }
    for (Mailbox mailbox : mailboxes) {
      mailbox.requireGot(shared, kept != null);
      if (mailbox.last() != kept) {
        throw new IllegalStateException("kept another block");
      }
    }
  }

  /** Ends all subscriptions. */
  @TearDown
  public void close() {
    hub.close();
  }

  private void publish(int events) {
    for (int i = 0; i < events; i++) {
      var unused = hub.publish(STREAM, prepared);
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
