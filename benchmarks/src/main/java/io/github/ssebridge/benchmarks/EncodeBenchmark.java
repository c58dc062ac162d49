package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one event costs to encode: {@link SseEncoder} against what applications write by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
@State(Scope.Thread)
public class EncodeBenchmark {

  // Not final, so that no compiler may take the events for constants.
  private ServerSentEvent small = Samples.small();
  private ServerSentEvent multiline = Samples.multiline();

  /** Fails unless both encoders write the same bytes. */
  @Setup
  public void checkThatBothWriteTheSame() {
    requireSameBytes(small);
    requireSameBytes(multiline);
  }

  /** The small event by the library. */
  @Benchmark
  public byte[] smallByLibrary() {
    return SseEncoder.encode(small);
  }

  /** The small event by hand. */
  @Benchmark
  public byte[] smallByHand() {
    return HandWrittenEncoder.encode(small);
  }

  /** The event of 21 lines by the library. */
  @Benchmark
  public byte[] multilineByLibrary() {
    return SseEncoder.encode(multiline);
  }

  /** The event of 21 lines by hand. */
  @Benchmark
  public byte[] multilineByHand() {
    return HandWrittenEncoder.encode(multiline);
  }

  private static void requireSameBytes(ServerSentEvent event) {
    if (!Arrays.equals(SseEncoder.encode(event), HandWrittenEncoder.encode(event))) {
      throw new IllegalStateException("the two encoders write different bytes for " + event);
    }
  }
}
