package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.LogWriter;
import io.github.ssebridge.LogWriter.Appended;
import io.github.ssebridge.ServerSentEvent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to append one record of a source to a log of the default size that is full, so that
 * each event makes room for the next. Owned by the benchmark's thread.
 */
public class AppendBenchmark extends NanosBenchmark {

  private static final int VALUE_BYTES = 128;
  private static final int KEYS = 1024;

  private final OpenLog log = new OpenLog();
  private final byte[][] keys = new byte[KEYS][];
  private int nextKey;

  // Not final, so that no compiler may take them for constants.
  private byte[] value = ".".repeat(VALUE_BYTES).getBytes(UTF_8);
  private byte[] lines = SampleEvent.LINES.data().getBytes(UTF_8);
  private String type = "update";

  /** Makes the keys; the log is full long before the warm-up is over. */
  @Setup
  public void open() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "customer-%07d".formatted(i).getBytes(UTF_8);
    }
  }

  /** A value of 128 bytes without a key. */
  @Benchmark
  public Appended value() {
    return written(writer().append(null, ServerSentEvent.DEFAULT_TYPE, value));
  }

  /** The same with one of 1,024 keys of 16 bytes. */
  @Benchmark
  public Appended valueWithKey() {
    byte[] key = keys[nextKey++ & (KEYS - 1)];
    return written(writer().append(key, ServerSentEvent.DEFAULT_TYPE, value));
  }

  /** The same with a type. */
  @Benchmark
  public Appended valueWithType() {
    return written(writer().append(null, type, value));
  }

  /** 21 lines of data. */
  @Benchmark
  public Appended multiline() {
    return written(writer().append(null, type, lines));
  }

  /** Ends the stream. */
  @TearDown
  public void close() {
    log.close();
  }

  private LogWriter writer() {
    return log.writer();
  }

  private static Appended written(Appended appended) {
    if (appended != Appended.WRITTEN) {
      throw new IllegalStateException("not written, but " + appended);
    }
    return appended;
  }
}
