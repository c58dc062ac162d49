package io.github.ssebridge.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.glassfish.jersey.media.sse.JerseyEventWriter;
import org.glassfish.jersey.media.sse.OutboundEvent;

/**
 * Jersey's writer, into a stream that is used again; it takes bytes as they are. Owned by the
 * benchmark's thread.
 */
final class JerseyEncoder implements EventEncoder<OutboundEvent> {

  private final JerseyEventWriter writer = new JerseyEventWriter();
  private final ReusedOutput output = new ReusedOutput();

  @Override
  public OutboundEvent event(String id, String type, String data) {
    return new OutboundEvent.Builder().id(id).name(type).data(String.class, data).build();
  }

  @Override
  public Object encode(OutboundEvent event) {
    try {
      writer.writeText(event, output.reset());
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object encode(String id, String type, byte[] data) {
    try {
      OutboundEvent event =
          new OutboundEvent.Builder().id(id).name(type).data(byte[].class, data).build();
      writer.writeBytes(event, output.reset());
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean writesOver() {
    return true;
  }

  @Override
  public byte[] bytes(Object encoded) {
    return output.toByteArray();
  }
}
