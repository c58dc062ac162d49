package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import io.github.ssebridge.kafka.MappedRecord;
import io.github.ssebridge.kafka.RecordPath;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Where the nanoseconds go from a record of Kafka to a socket: each stage with those before it, so
 * that the difference is what a stage costs; and the write to a socket, which comes after them.
 */
public class PublishPathBenchmark extends NanosBenchmark {

  private static final int CONNECTIONS = 32;

  /** A record is made an event. */
  @Benchmark
  public @Nullable MappedRecord mapped(Path path) {
    return path.records.map(path.ring.next());
  }

  /** The same; and it is given its id, encoded, and appended to a log that is full. */
  @Benchmark
  public long appended(Path path) {
    return path.records.append(path.ring.next());
  }

  /** The same; and a reader is woken, polls its slice, and releases it. */
  @Benchmark
  public long read(Reading reading) {
    long position = reading.path.records.append(reading.path.ring.next());
    reading.runTasks();
    return position;
  }

  /** One event of 128 bytes for one of the engine's connections, of 32 that get it. */
  @Benchmark
  @OperationsPerInvocation(CONNECTIONS)
  public void writtenByEngine(Served.ByEngine served) {
    served.publish();
  }

  /** The same by a loop over the responses, which writes each the same direct buffer. */
  @Benchmark
  @OperationsPerInvocation(CONNECTIONS)
  public void writtenByLoop(Served.ByLoop served) {
    served.publish();
  }

  /** A log of the default size. */
  @State(Scope.Thread)
  public static class Path {

    static final String STREAM = "prices";

    final RecordRing ring = new RecordRing();
    final RecordPath records = new RecordPath(RecordRing.PARTITIONS);
    final EventHub hub = EventHub.create().stream(STREAM, records);

    /** Opens the stream; the log is full long before the warm-up is over. */
    @Setup
    public void open() {
      hub.open(STREAM);
    }

    /** Ends the stream. */
    @TearDown
    public void close() {
      hub.close();
    }
  }

  /** Such a log with one reader on the benchmark's thread. */
  @State(Scope.Thread)
  public static class Reading implements Subscriber {

    private static final int MAX_BYTES = 64 << 10;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Path path = new Path();
    private @Nullable Subscription subscription;
    private long bytes;
    private long before;

    /** Subscribes. */
    @Setup
    public void subscribe(Path opened) {
      path = opened;
      subscription = path.hub.subscribe(Path.STREAM, null, ReaderLoop.on(tasks::add), this);
      runTasks();
      before = bytes - path.hub.counters(Path.STREAM).appended().bytes();
    }

    void runTasks() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }

    @Override
    public boolean wake() {
      LogSlice slice = poll();
      while (slice != null) {
        bytes += slice.bytes().remaining();
        slice.release();
        slice = poll();
      }
      return false;
    }

    private @Nullable LogSlice poll() {
      return subscription == null ? null : subscription.poll(MAX_BYTES);
    }

    @Override
    public void end() {}

    /** Fails unless the reader got all that was appended. */
    @TearDown
    public void check() {
      long appended = path.hub.counters(Path.STREAM).appended().bytes();
      if (bytes - before != appended) {
        throw new IllegalStateException("got " + (bytes - before) + " bytes of " + appended);
      }
    }
  }
}
