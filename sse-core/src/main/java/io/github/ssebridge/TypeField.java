package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The line that names a type, if it is not the default one, and the name of the data after it, as
 * they are written into each event of that type. Immutable.
 */
final class TypeField {

  /** The name of a line of data. */
  static final String DATA = "data: ";

  /** Of events that name no type. */
  static final TypeField DEFAULT = of(ServerSentEvent.DEFAULT_TYPE);

  private final String type;
  private final byte[] bytes;

  private TypeField(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** Of a type that the wire can carry. */
  static TypeField of(String type) {
    boolean isNamed = !type.equals(ServerSentEvent.DEFAULT_TYPE);
    String line = isNamed ? "event: " + type + "\n" : "";
    return new TypeField(type, (line + DATA).getBytes(UTF_8));
  }

  String type() {
    return type;
  }

  /** How many bytes {@link #write} writes. */
  int length() {
    return bytes.length;
  }

  /** Writes all of it into an array; returns where the data begins. */
  int write(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
    return at + bytes.length;
  }
}
