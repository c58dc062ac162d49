package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to bring a client that comes back to its place in a log: from its id to the first
 * event after it. Owned by the benchmark's thread.
 */
public class ResumeBenchmark extends NanosBenchmark {

  private static final String STREAM = "prices";
  private static final int IDS = 1024;

  @Param({"1000", "100000"})
  int events;

  private final EventHub hub = EventHub.create();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final ReaderLoop loop = ReaderLoop.on(tasks::add);
  private final List<String> ids = new ArrayList<>();
  private int nextId;

  /** Fills the log, and notes ids that are spread over it. */
  @Setup
  public void fill() {
    LogOptions log = LogOptions.defaults().withMaxEvents(events + 1);
    hub.stream(STREAM, StreamOptions.defaults().withLog(log));
    Subscription reader = subscribe(null);
    SseDecoder decoder =
        new SseDecoder(
            event -> {
              if (event.id() != null && ids.size() < IDS) {
                ids.add(event.id());
              }
            });
    for (int i = 0; i < events; i++) {
      var unused = hub.publish(STREAM, ServerSentEvent.of("tick", "42.17"));
      if (i % Math.max(1, events / IDS) == 0) {
        decode(reader, decoder);
      }
    }
    reader.close();
    // So that there is an event after the last id, too.
    var unused = hub.publish(STREAM, ServerSentEvent.of("tick", "42.17"));
  }

  /** One client comes back, is given what to write first, and leaves. */
  @Benchmark
  public int resume() {
    Subscription returning = subscribe(ids.get(nextId++ % ids.size()));
    LogSlice open = next(returning);
    LogSlice first = next(returning);
    int bytes = open.bytes().remaining() + first.bytes().remaining();
    first.release();
    returning.close();
    tasks.remove().run();
    return bytes;
  }

  /** Ends all streams. */
  @TearDown
  public void close() {
    hub.close();
  }

  private Subscription subscribe(@Nullable String id) {
    return hub.subscribe(STREAM, id, loop, new Nobody());
  }

  private static void decode(Subscription reader, SseDecoder decoder) {
    for (LogSlice slice = reader.poll(1); slice != null; slice = reader.poll(1 << 20)) {
      decoder.decode(slice.bytes());
      slice.release();
    }
  }

  private static LogSlice next(Subscription subscription) {
    LogSlice slice = subscription.poll(1);
    if (slice == null) {
      throw new IllegalStateException("nothing to read");
    }
    return slice;
  }

  private static final class Nobody implements Subscriber {
    @Override
    public boolean wake() {
      return false;
    }

    @Override
    public void end() {}
  }
}
