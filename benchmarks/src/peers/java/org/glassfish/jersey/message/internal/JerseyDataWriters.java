package org.glassfish.jersey.message.internal;

import jakarta.ws.rs.ext.MessageBodyWriter;

/** Makes the writer of text, which is private to its package, known to the benchmarks. */
public final class JerseyDataWriters {

  private JerseyDataWriters() {}

  /** Writes Strings. */
  public static MessageBodyWriter<String> text() {
    return new StringMessageProvider();
  }

  /** Writes arrays of bytes. */
  public static MessageBodyWriter<byte[]> bytes() {
    return new ByteArrayProvider();
  }
}
