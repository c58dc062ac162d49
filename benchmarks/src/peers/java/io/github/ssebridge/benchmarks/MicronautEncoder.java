package io.github.ssebridge.benchmarks;

import io.micronaut.http.body.MicronautEventWriter;
import io.micronaut.http.sse.Event;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Micronaut's writer, into a stream that is used again or a new one for each event. It would take
 * bytes from a writer of its registry, too, but copies them twice then, and is slower than with a
 * String of ASCII. Owned by the benchmark's thread.
 */
final class MicronautEncoder implements EventEncoder<Event<String>> {

  private final MicronautEventWriter writer = new MicronautEventWriter();
  private final @Nullable ReusedOutput reused;

  private MicronautEncoder(@Nullable ReusedOutput reused) {
    this.reused = reused;
  }

  static MicronautEncoder reusing() {
    return new MicronautEncoder(new ReusedOutput());
  }

  /** With a stream for each event, whose bytes nobody else writes to. */
  static MicronautEncoder renewing() {
    return new MicronautEncoder(null);
  }

  @Override
  public Event<String> event(String id, String type, String data) {
    return Event.of(data).id(id).name(type);
  }

  @Override
  public Object encode(Event<String> event) {
    OutputStream target = target();
    writer.write(event, target);
    return target;
  }

  @Override
  public boolean writesOver() {
    return reused != null;
  }

  @Override
  public byte[] bytes(Object encoded) {
    return encoded instanceof ByteArrayOutputStream renewed
        ? renewed.toByteArray()
        : ((ReusedOutput) encoded).toByteArray();
  }

  private OutputStream target() {
    return reused == null ? new ByteArrayOutputStream(256) : reused.reset();
  }
}
