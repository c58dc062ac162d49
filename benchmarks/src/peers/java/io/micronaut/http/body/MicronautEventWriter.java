package io.micronaut.http.body;

import io.micronaut.core.type.Argument;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.sse.Event;
import io.micronaut.http.simple.SimpleHttpHeaders;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Makes {@link TextStreamBodyWriter}, which is private to its package, known to the benchmarks. */
public final class MicronautEventWriter {

  private static final Argument<Event<String>> TEXT = argument(String.class);
  private static final Argument<Event<byte[]>> BYTES = argument(byte[].class);

  private final MutableHttpHeaders headers = new SimpleHttpHeaders();
  private final MessageBodyWriter<Event<String>> text =
      new TextStreamBodyWriter<>(MessageBodyHandlerRegistry.EMPTY);
  private final MessageBodyWriter<Event<byte[]>> bytes =
      new TextStreamBodyWriter<Event<byte[]>>(new BytesOnly()).createSpecific(BYTES);

  /** Writes an event with text. */
  public void writeText(Event<String> event, OutputStream target) {
    text.writeTo(TEXT, MediaType.TEXT_EVENT_STREAM_TYPE, event, headers, target);
  }

  /** Writes an event with bytes; without a media type, with which its header would be set each time. */
  public void writeBytes(Event<byte[]> event, OutputStream target) {
    bytes.writeTo(BYTES, null, event, headers, target);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> Argument<Event<T>> argument(Class<T> data) {
    return (Argument) Argument.of(Event.class, data);
  }

  /** The registry of an application: here with the one writer that is asked for. */
  private static final class BytesOnly implements MessageBodyHandlerRegistry {

    @Override
    public <T> Optional<MessageBodyReader<T>> findReader(Argument<T> type, List<MediaType> media) {
      return Optional.empty();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Optional<MessageBodyWriter<T>> findWriter(Argument<T> type, List<MediaType> media) {
      return Optional.of((MessageBodyWriter<T>) new ByteArrayBodyHandler());
    }
  }
}
