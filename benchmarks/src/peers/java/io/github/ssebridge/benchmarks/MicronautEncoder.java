package io.github.ssebridge.benchmarks;

import io.micronaut.http.body.MicronautEventWriter;
import io.micronaut.http.sse.Event;

/**
 * Micronaut's writer, into a stream that is used again. It would take bytes from a writer of its
 * registry, too, but copies them twice then, and is slower than with a String of ASCII. Owned by the
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
    writer.write(event, output.reset());
    return output;
  }

  @Override
  public byte[] bytes(Object encoded) {
    return output.toByteArray();
  }
}
