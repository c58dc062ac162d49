package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one publish costs until all subscribers have had its bytes: through a hub, whose log is
 * encoded once and shared, against a loop that encodes the event for each subscriber.
 *
 * <p>Everything happens on the benchmark's thread, which owns the hub, its subscriptions and the
 * queue of tasks that is their loop.
 */
public class FanOutBenchmark extends NanosBenchmark {

  private static final String STREAM = "prices";
  private static final int BURST = 64;

  @Param({"1", "100", "1000"})
  int subscribers;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final EventHub hub = EventHub.create().stream(STREAM);
  private final List<Reader> readers = new ArrayList<>();
  private long encodedBytes;

  // Not final, so that no compiler may take the events for constants.
  private ServerSentEvent event = SampleEvent.SMALL.event();
  private ServerSentEvent eventWithId = SampleEvent.SMALL.eventWithId();

  /** Subscribes all readers on one loop. */
  @Setup
  public void subscribe() {
    ReaderLoop loop = ReaderLoop.on(tasks::add);
    for (int i = 0; i < subscribers; i++) {
      readers.add(new Reader(hub, STREAM, loop));
    }
  }

  /** Publishes into the hub, and lets the loop wake all subscribers, which poll. */
  @Benchmark
  public CompletionStage<Void> throughHub() {
    CompletionStage<Void> stored = hub.publish(STREAM, event);
    runTasks();
    return stored;
  }

  /** The same for each of 64 events that come before the loop has its turn, as when it is busy. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void throughHubInBursts() {
    for (int i = 0; i < BURST; i++) {
      var unused = hub.publish(STREAM, event);
    }
    runTasks();
  }

  /** Encodes the event, which has its id already, for each subscriber anew. */
  @Benchmark
  public void encodedForEach(Blackhole read) {
    int length = 0;
    for (Reader reader : readers) {
      byte[] block = SseEncoder.encode(eventWithId);
      reader.take(ByteBuffer.wrap(block));
      read.consume(block);
      length = block.length;
    }
    encodedBytes += length;
  }

  /** Fails unless each subscriber got every byte, and one more event as it is. */
  @TearDown(Level.Iteration)
  public void checkThatEachGotTheBytes() {
    readers.forEach(Reader::look);
    var unused = throughHub();
    long bytes = encodedBytes + hub.counters(STREAM).appended().bytes();
    for (Reader reader : readers) {
      reader.requireGot(bytes, event);
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Ends all subscriptions. */
  @TearDown
  public void close() {
    hub.close();
  }
}
