package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.SseEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one event costs to decode, from a stream of 100 that comes in one chunk, or in chunks of 1
 * KiB or 64 bytes, most of which begin and end in the middle of an event.
 *
 * <p>One decoder reads the stream again and again, as a client's reads on.
 */
public class DecodeBenchmark extends NanosBenchmark {

  private static final int EVENTS = 100;
  private static final int KIB = 1024;
  private static final int FEW = 64;

  /** What the stream is made of. */
  @Param({"SMALL", "LINES", "KIB_4", "SCRIPTS"})
  public SampleEvent events = SampleEvent.SMALL;

  private int count;
  private @Nullable Blackhole hole;
  private final SseDecoder decoder = new SseDecoder(this::take);
  private byte[] stream = {};

  /** Fails unless each way of decoding gives all events as they were. */
  @Setup
  public void checkThatAllEventsComeBack(Blackhole blackhole) {
    hole = blackhole;
    stream = repeated(SseEncoder.encode(events.eventWithId()));
    requireAllEvents(stream.length);
    requireAllEvents(KIB);
    requireAllEvents(FEW);
  }

  /** All events in one chunk; for one event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int inOneChunk() {
    feed(decoder, stream.length);
    return takeAll();
  }

  /** The events in chunks of 1 KiB; for one event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int inChunksOf1KiB() {
    feed(decoder, KIB);
    return takeAll();
  }

  /** The events in chunks of 64 bytes; for one event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int inChunksOf64Bytes() {
    feed(decoder, FEW);
    return takeAll();
  }

  private void take(ServerSentEvent event) {
    count++;
    if (hole != null) {
      hole.consume(event);
    }
  }

  private int takeAll() {
    if (count != EVENTS) {
      throw new IllegalStateException("expected " + EVENTS + " events, but got " + count);
    }
    count = 0;
    return EVENTS;
  }

  private void feed(SseDecoder to, int chunk) {
    for (int from = 0; from < stream.length; from += chunk) {
      to.decode(stream, from, Math.min(chunk, stream.length - from));
    }
  }

  private void requireAllEvents(int chunk) {
    List<ServerSentEvent> found = new ArrayList<>();
    feed(new SseDecoder(found::add), chunk);
    if (!found.equals(Collections.nCopies(EVENTS, events.eventWithId()))) {
      throw new IllegalStateException("not what was encoded, in chunks of " + chunk + ": " + found);
    }
  }

  private static byte[] repeated(byte[] block) {
    return new String(block, UTF_8).repeat(EVENTS).getBytes(UTF_8);
  }
}
