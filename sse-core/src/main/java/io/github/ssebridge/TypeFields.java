package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * The lines that name the types of a log's events. Remembers the last one, since mostly all events
 * have the same. Confined to the log's writer.
 */
final class TypeFields {

  private String last = ServerSentEvent.DEFAULT_TYPE;
  private byte @Nullable [] lastField;

  /**
   * The line for a type, null for the default one.
   *
   * @throws IllegalArgumentException if the wire cannot carry the type, or it is the bridge's own
   */
  byte @Nullable [] field(String type) {
    if (!type.equals(last)) {
      ServerSentEvent.requireValidType(type);
      requireNoControl(type);
      lastField = Block.typeField(type);
      last = type;
    }
    return lastField;
  }

  private static void requireNoControl(String type) {
    if (type.startsWith(ServerSentEvent.CONTROL_PREFIX)) {
      throw new IllegalArgumentException(
          "the type "
              + type
              + " begins with '"
              + ServerSentEvent.CONTROL_PREFIX
              + "', which is the bridge's own");
    }
  }
}
