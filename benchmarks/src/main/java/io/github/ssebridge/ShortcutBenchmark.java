package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.benchmarks.NanosBenchmark;
import io.github.ssebridge.benchmarks.SampleEvent;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** What the encoder's shortcuts buy for the small event: each beside the longer way. */
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ShortcutBenchmark extends NanosBenchmark {

  private final SseEncoder encoder = new SseEncoder();
  private final Block block = new Block();
  private final TypeFields types = TypeFields.ofAny();
  private final byte[] target = new byte[64 << 10];

  // Not final, so that no compiler may take them for constants.
  private String id = "42";
  private String longId = "1763827200000-0/1042";
  private String type = "update";
  private ServerSentEvent line =
      ServerSentEvent.of(type, SampleEvent.SMALL.event().data()).withId(id);
  private ServerSentEvent text = line;
  private byte[] data = {};
  private byte[] longData = {};

  /** Fails unless both ways write the same. */
  @Setup
  public void checkThatBothWaysWriteTheSame() {
    text = ServerSentEvent.ofValid(id, type, line.data(), null, EventForm.TEXT);
    data = line.data().getBytes(UTF_8);
    longData = SampleEvent.KIB_4.event().data().getBytes(UTF_8);
    requireSame(written(dataInPlace()), written(dataByTheBlock()));
    requireSame(written(textOfOneLine()), written(textOfAnyForm()));
    requireSame(written(typeRemembered()), written(typeMadeAnew()));
    requireSame(written(idOfAscii()), written(idByCharacter()));
    requireSame(written(longDataInBulk()), written(longDataInWords()));
  }

  private String written(int length) {
    return new String(target, 0, length, UTF_8);
  }

  private static void requireSame(String one, String other) {
    if (!one.equals(other)) {
      throw new IllegalStateException(one + " is not the same as " + other);
    }
  }

  /** As the encoder does: written where it belongs. */
  @Benchmark
  public int dataInPlace() {
    return encoder.encode(id, type, data, target, 0);
  }

  /** By way of a block, as if there were hardly room. */
  @Benchmark
  public int dataByTheBlock() {
    block.clear();
    block.id(id);
    block.type(types.field(type));
    block.data(data, 0, data.length);
    return copied();
  }

  /** As the encoder does with text that is known to be a line of ASCII. */
  @Benchmark
  public int textOfOneLine() {
    return encoder.encode(line, target, 0);
  }

  /** The same if nothing were known of the text. */
  @Benchmark
  public int textOfAnyForm() {
    return encoder.encode(text, target, 0);
  }

  /** As the encoder does. */
  @Benchmark
  public int typeRemembered() {
    return types.field(type).write(target, 0);
  }

  /** Without remembering types. */
  @Benchmark
  public int typeMadeAnew() {
    return TypeField.of(type).write(target, 0);
  }

  /** As the encoder does if the id is known to be ASCII. */
  @Benchmark
  public int idOfAscii() {
    return Fields.asciiId(longId, target, 0);
  }

  /** The same if nothing is known of the id. */
  @Benchmark
  public int idByCharacter() {
    return Fields.id(longId, target, 0);
  }

  /** As the encoder does with 4 KiB: looked through, and then copied. */
  @Benchmark
  public int longDataInBulk() {
    block.clear();
    block.type(TypeField.DEFAULT);
    block.data(longData, 0, longData.length);
    return copied();
  }

  /** As it does with short data: looked through and copied in one pass. */
  @Benchmark
  public int longDataInWords() {
    int to = TypeField.DEFAULT.write(target, 0);
    return Fields.end(target, DataLines.copy(longData, 0, longData.length, target, to));
  }

  private int copied() {
    int length = block.length();
    block.writeTo(target, 0);
    return length;
  }
}
