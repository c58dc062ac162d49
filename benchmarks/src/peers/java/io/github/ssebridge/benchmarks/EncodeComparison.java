package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one event costs to encode, by us, by hand and by each framework.
 *
 * <p>From a String, the event object is there beforehand, since an application has it; from bytes,
 * it is made for each operation, as it would be for each record that arrives. Id and type are
 * Strings in both. All are alike in this.
 */
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class EncodeComparison extends NanosBenchmark {

  // And "helidon" on JDK 21 and newer.
  @Param({
    "sse-bridge",
    "by-hand",
    "micronaut",
    "micronaut-new",
    "jersey",
    "armeria",
    "pekko",
    "spring",
    "ktor"
  })
  String peer = "";

  @Param({"small", "lines", "4KiB", "64KiB", "scripts"})
  String event = "";

  // Not final, so that no compiler may take the values for constants.
  private String id = SampleEvent.ID;
  private String type = SampleEvent.TYPE;
  private byte[] data = {};
  private Object prepared = "";
  private EventEncoder<Object> encoder = encoder(Encoders.OURS);

  /** Prepares the event; fails unless what is written is the event. */
  @Setup
  public void prepare() {
    encoder = encoder(peer);
    String text = SampleEvent.labelled(event).data();
    data = text.getBytes(UTF_8);
    prepared = encoder.event(id, type, text);
    ServerSentEvent expected = new ServerSentEvent(id, type, text, null);
    requireEvent(expected, encoder.bytes(fromText()));
    requireEvent(expected, encoder.bytes(fromBytes()));
  }

  /** The event object is there, with its data as a String. */
  @Benchmark
  public Object fromText() {
    return encoder.encode(prepared);
  }

  /** The data is there as UTF-8 bytes, the event is made of it. */
  @Benchmark
  public Object fromBytes() {
    return encoder.encode(id, type, data);
  }

  @SuppressWarnings("unchecked")
  static EventEncoder<Object> encoder(String peer) {
    return (EventEncoder<Object>) Encoders.create(peer);
  }

  static void requireEvent(ServerSentEvent expected, byte[] written) {
    List<ServerSentEvent> found = new ArrayList<>();
    new SseDecoder(found::add).decode(written);
    if (!found.equals(List.of(expected))) {
      throw new IllegalStateException(
          "expected " + expected + ", but wrote " + new String(written, UTF_8));
    }
  }
}
