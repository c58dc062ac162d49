package org.glassfish.jersey.media.sse;

import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import org.glassfish.jersey.message.internal.JerseyDataWriters;

/** Makes {@link OutboundEventWriter}, which is private to its package, known to the benchmarks. */
public final class JerseyEventWriter {

  private static final Annotation[] NO_ANNOTATIONS = {};

  private final OutboundEventWriter text = writer(JerseyDataWriters.text());
  private final OutboundEventWriter bytes = writer(JerseyDataWriters.bytes());

  /** Writes an event with text, and the line end that is the chunks' delimiter. */
  public void writeText(OutboundEvent event, OutputStream target) throws IOException {
    write(text, event, target);
  }

  /** Writes an event with bytes, and the line end that is the chunks' delimiter. */
  public void writeBytes(OutboundEvent event, OutputStream target) throws IOException {
    write(bytes, event, target);
  }

  private static void write(OutboundEventWriter writer, OutboundEvent event, OutputStream target)
      throws IOException {
    writer.writeTo(
        event,
        OutboundEvent.class,
        OutboundEvent.class,
        NO_ANNOTATIONS,
        SseFeature.SERVER_SENT_EVENTS_TYPE,
        null,
        target);
    target.write('\n');
  }

  private static OutboundEventWriter writer(MessageBodyWriter<?> data) {
    OneWriter workers = new OneWriter(data);
    return new OutboundEventWriter(() -> workers);
  }
}
