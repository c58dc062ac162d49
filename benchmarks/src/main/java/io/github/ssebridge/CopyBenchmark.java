package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.benchmarks.NanosBenchmark;
import io.github.ssebridge.benchmarks.SampleEvent;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the encoder's tricks buy: lines found and copied in one pass against one after the other,
 * and text as the bytes that a String of ASCII consists of, or by way of an array of characters,
 * against one character after the other.
 */
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CopyBenchmark extends NanosBenchmark {

  private static final long NEXT_LINE = Words.of("\n" + TypeField.DATA);

  /** What is copied. */
  @Param({"SMALL", "LINES"})
  public SampleEvent event = SampleEvent.SMALL;

  private final TextWindow window = new TextWindow();
  private final byte[] target = new byte[16 << 10];
  private String text = "";
  private byte[] bytes = {};
  private byte[] oneLine = {};
  private int[] ends = {};

  /** Fails unless all ways to copy lines, and all ways to take text, give the same. */
  @Setup
  public void checkThatAllGiveTheSame() {
    text = event.event().data();
    bytes = text.getBytes(UTF_8);
    oneLine = text.replace('\n', ' ').getBytes(UTF_8);
    ends =
        IntStream.rangeClosed(0, bytes.length)
            .filter(i -> i == bytes.length || bytes[i] == '\n')
            .toArray();
    String lines = new String(target, 0, linesInOnePass(), UTF_8);
    requireSame(lines, this::linesOneAfterTheOther);
    requireSame(lines, this::linesWithKnownEnds);
    requireSame(new String(window.bytes(), 0, textAsAscii(), UTF_8), this::textByCharacter);
    requireSame(new String(window.bytes(), 0, textByWindow(), UTF_8), this::textByCharacter);
  }

  private void requireSame(String expected, IntSupplier way) {
    Arrays.fill(target, (byte) 0);
    int length = way.getAsInt();
    if (!expected.equals(new String(target, 0, length, UTF_8))) {
      throw new IllegalStateException("not the same as " + expected);
    }
  }

  /** As the encoder does. */
  @Benchmark
  public int linesInOnePass() {
    return DataLines.copy(bytes, 0, bytes.length, target, 0);
  }

  /** As many bytes that are one line: what is left if ends of lines cost nothing. */
  @Benchmark
  public int oneLine() {
    return DataLines.copy(oneLine, 0, oneLine.length, target, 0);
  }

  /** An end is looked for, and what is before it copied. */
  @Benchmark
  public int linesOneAfterTheOther() {
    int to = 0;
    int from = 0;
    int end = LineEnds.next(bytes, 0, bytes.length);
    while (end < bytes.length) {
      System.arraycopy(bytes, from, target, to, end - from);
      to += end - from;
      target[to++] = '\n';
      to = Fields.data(target, to);
      from = LineEnds.skip(bytes, end, bytes.length);
      end = LineEnds.next(bytes, from, bytes.length);
    }
    System.arraycopy(bytes, from, target, to, end - from);
    return to + end - from;
  }

  /** No end is looked for: what is left if it is known beforehand where all of them are. */
  @Benchmark
  public int linesWithKnownEnds() {
    int to = 0;
    int from = 0;
    for (int i = 0; i < ends.length - 1; i++) {
      int length = ends[i] - from;
      System.arraycopy(bytes, from, target, to, length);
      Words.set(target, to + length, NEXT_LINE);
      to += length + 1 + TypeField.DATA.length();
      from = ends[i] + 1;
    }
    System.arraycopy(bytes, from, target, to, bytes.length - from);
    return to + bytes.length - from;
  }

  /** As the encoder does with ASCII. */
  @Benchmark
  public int textAsAscii() {
    var unused = window.take(text, EventForm.ASCII, 0);
    return window.length();
  }

  /** As the encoder does with any text. */
  @Benchmark
  public int textByWindow() {
    var unused = window.take(text, EventForm.TEXT, 0);
    return window.length();
  }

  /** Each character for itself; for ASCII alone. */
  @Benchmark
  public int textByCharacter() {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > '~') {
        throw new IllegalStateException("not ASCII");
      }
      target[i] = (byte) c;
    }
    return length;
  }
}
