package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.LogWriter.Appended;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one event costs to encode: from text and from UTF-8, into a buffer that is used again and
 * into a log of the default size that is full; and what applications write by hand.
 */
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EncodeBenchmark extends NanosBenchmark {

  /** What is encoded. */
  @Param public SampleEvent event = SampleEvent.SMALL;

  private final SseEncoder encoder = new SseEncoder();
  private final byte[] buffer = new byte[256 << 10];
  private int end;
  private final OpenLog log = new OpenLog();

  // Not final, so that no compiler may take them for constants.
  private String id = SampleEvent.ID;
  private String type = SampleEvent.TYPE;
  private ServerSentEvent text = SampleEvent.SMALL.event();
  private ServerSentEvent textWithId = text;
  private byte[] bytes = {};

  /** Fails unless text, bytes and the code by hand give the same block. */
  @Setup
  public void checkThatAllWriteTheSame() {
    text = event.event();
    textWithId = event.eventWithId();
    bytes = text.data().getBytes(UTF_8);
    byte[] expected = HandWrittenEncoder.encode(textWithId);
    requireSame(expected, Arrays.copyOf(textIntoBuffer(), end));
    requireSame(expected, Arrays.copyOf(bytesIntoBuffer(), end));
    requireSame(expected, SseEncoder.encode(textWithId));
  }

  /** An event of text into a buffer. */
  @Benchmark
  public byte[] textIntoBuffer() {
    return written(encoder.encode(textWithId, buffer, 0));
  }

  /** UTF-8 into a buffer, as the value of a record comes. */
  @Benchmark
  public byte[] bytesIntoBuffer() {
    return written(encoder.encode(id, type, bytes, buffer, 0));
  }

  /** An event of text into the log, which gives it its id. */
  @Benchmark
  public Appended textIntoLog() {
    return log.writer().append(text);
  }

  /** UTF-8 into the log. */
  @Benchmark
  public Appended bytesIntoLog() {
    return log.writer().append(type, bytes);
  }

  /** By hand, into an array. */
  @Benchmark
  public byte[] textByHand() {
    return HandWrittenEncoder.encode(textWithId);
  }

  /** Ends the stream. */
  @TearDown
  public void close() {
    log.close();
  }

  private byte[] written(int newEnd) {
    if (newEnd == SseEncoder.NO_ROOM) {
      throw new IllegalStateException("no room in a buffer of " + buffer.length);
    }
    end = newEnd;
    return buffer;
  }

  private static void requireSame(byte[] expected, byte[] found) {
    if (!Arrays.equals(expected, found)) {
      throw new IllegalStateException("not what was expected: " + new String(found, UTF_8));
    }
  }
}
