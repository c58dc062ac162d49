package io.github.ssebridge.benchmarks;

import io.micronaut.http.body.MicronautEventWriter;
import io.micronaut.http.sse.Event;
import java.io.OutputStream;

/**
 * Micronaut's writer, into a stream that is used again; it takes bytes as they are. Owned by the
 * benchmark's thread.
 */
final class MicronautEncoder implements EventEncoder<Event<String>> {

  private final MicronautEventWriter writer = new MicronautEventWriter();
  private final ReusedOutput output = new ReusedOutput();

  @Override
  public Event<String> event(String id, String type, String data) {
    return Event.of(data).id(id).name(type);
  }

  @Override
  public Object encode(Event<String> event) {
    OutputStream target = output.reset();
    writer.writeText(event, target);
    return target;
  }

  @Override
  public Object encode(String id, String type, byte[] data) {
    OutputStream target = output.reset();
    writer.writeBytes(Event.of(data).id(id).name(type), target);
    return target;
  }

  @Override
  public byte[] bytes(Object encoded) {
    return output.toByteArray();
  }
}
