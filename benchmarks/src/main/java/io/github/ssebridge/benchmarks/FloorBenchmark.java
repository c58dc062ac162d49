package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event of one line is measured by: its data copied by {@link System#arraycopy}, and looked
 * through once for an end of line.
 */
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class FloorBenchmark extends NanosBenchmark {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long UPPER_HALVES = 0xF0F0F0F0F0F0F0F0L;
  private static final int STEP = 4 * Long.BYTES;

  @Param({"small", "4KiB", "64KiB", "scripts"})
  String event = "";

  private final byte[] target = new byte[256 << 10];

  // Not final, so that no compiler may take the bytes for constants.
  private byte[] data = {};

  /** Prepares the data; fails unless both scans see an end of line wherever it is. */
  @Setup
  public void prepare() {
    data = SampleEvent.labelled(event).data().getBytes(UTF_8);
    for (byte end : new byte[] {'\r', '\n'}) {
      for (int at = 0; at < data.length; at += 1 + data.length / 100) {
        byte[] two = data.clone();
        two[at] = end;
        if (lineEnd(two) != at || lineEndByWords(two) != at) {
          throw new IllegalStateException("an end of line was missed at " + at);
        }
      }
    }
  }

  /** Byte by byte, as anybody would write it. */
  @Benchmark
  public int copyAndSimpleScan() {
    System.arraycopy(data, 0, target, 0, data.length);
    return lineEnd(data);
  }

  /** 32 bytes at a time. */
  @Benchmark
  public int copyAndFastScan() {
    System.arraycopy(data, 0, target, 0, data.length);
    return lineEndByWords(data);
  }

  /** Where the first line ends, or the length. */
  private static int lineEnd(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        return i;
      }
    }
    return bytes.length;
  }

  private static int lineEndByWords(byte[] bytes) {
    int i = 0;
    for (; i <= bytes.length - STEP; i += STEP) {
      long any =
          controls((long) LONGS.get(bytes, i))
              | controls((long) LONGS.get(bytes, i + Long.BYTES))
              | controls((long) LONGS.get(bytes, i + 2 * Long.BYTES))
              | controls((long) LONGS.get(bytes, i + 3 * Long.BYTES));
      if (any != 0) {
        for (int j = i; j < i + STEP; j++) {
          if (bytes[j] == '\n' || bytes[j] == '\r') {
            return j;
          }
        }
      }
    }
    for (; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        return i;
      }
    }
    return bytes.length;
  }

  /** Not zero if one of the bytes is below 16, as CR and LF are and hardly anything else. */
  private static long controls(long word) {
    long upper = word & UPPER_HALVES;
    return (upper - LOW_BITS) & ~upper & HIGH_BITS;
  }
}
