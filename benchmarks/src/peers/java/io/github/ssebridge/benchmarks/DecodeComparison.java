package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one small event costs to decode, by us and by others, from a stream of 100 that comes in one
 * chunk or in chunks of 1 KiB. Each decoder reads on in its own way: it is pushed buffers around
 * the bytes, or pulls bytes from a source that has so many at a time. One decoder reads the stream
 * again and again, as a client's reads on.
 */
@Warmup(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class DecodeComparison extends NanosBenchmark {

  private static final int EVENTS = 100;

  @Param({"sse-bridge", "okhttp-sse", "okhttp-eventsource", "spring", "vertx"})
  String peer = "";

  private final Count count = new Count();

  private ChunkedBytes inOne = ChunkedBytes.of(new byte[0], 1);
  private ChunkedBytes inKiB = inOne;
  private EventDecoder decoder = Decoders.create(Decoders.OURS, count);

  /** Prepares the stream; fails unless all events come. */
  @Setup
  public void prepare() {
    SampleEvent small = SampleEvent.SMALL;
    ServerSentEvent event =
        new ServerSentEvent(SampleEvent.ID, SampleEvent.TYPE, small.data(), null);
    byte[] stream = new String(SseEncoder.encode(event), UTF_8).repeat(EVENTS).getBytes(UTF_8);
    inOne = ChunkedBytes.of(stream, stream.length);
    inKiB = ChunkedBytes.of(stream, 1 << 10);
    decoder = Decoders.create(peer, count);
    count.expected = event;
    inOneChunk();
    inChunksOf1KiB();
    count.expected = null;
  }

  /** All events in one chunk; for one event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public @Nullable String inOneChunk() {
    decoder.decode(inOne.rewind(), EVENTS);
    return count.takeAll();
  }

  /** The events in chunks of 1 KiB; for one event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public @Nullable String inChunksOf1KiB() {
    decoder.decode(inKiB.rewind(), EVENTS);
    return count.takeAll();
  }

  /** Counts events and keeps the last data. Owned by the benchmark's thread. */
  private static final class Count implements EventDecoder.Sink {

    private int count;
    private @Nullable String last;
    private @Nullable ServerSentEvent expected;

    @Override
    public void onEvent(@Nullable String id, @Nullable String type, String data) {
      count++;
      last = data;
      if (expected != null) {
        ServerSentEvent found = new ServerSentEvent(id, String.valueOf(type), data, null);
        if (!found.equals(expected)) {
          throw new IllegalStateException("expected " + expected + ", but got " + found);
        }
      }
    }

    @Nullable String takeAll() {
      if (count != EVENTS) {
        throw new IllegalStateException("expected " + EVENTS + " events, but got " + count);
      }
      count = 0;
      return last;
    }
  }
}
