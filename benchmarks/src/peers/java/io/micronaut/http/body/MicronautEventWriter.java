package io.micronaut.http.body;

import io.micronaut.core.type.Argument;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.simple.SimpleHttpHeaders;
import io.micronaut.http.sse.Event;
import java.io.OutputStream;

/** Makes {@link TextStreamBodyWriter}, which is private to its package, known to the benchmarks. */
public final class MicronautEventWriter {

  private static final Argument<Event<String>> TYPE = type();

  private final MutableHttpHeaders headers = new SimpleHttpHeaders();
  private final MessageBodyWriter<Event<String>> writer =
      new TextStreamBodyWriter<>(MessageBodyHandlerRegistry.EMPTY);

  /** Writes one event. */
  public void write(Event<String> event, OutputStream target) {
    writer.writeTo(TYPE, MediaType.TEXT_EVENT_STREAM_TYPE, event, headers, target);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Argument<Event<String>> type() {
    return (Argument) Argument.of(Event.class, String.class);
  }
}
