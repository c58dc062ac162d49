package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * The lines that name the types of events. Remembers the last one, since mostly all events have the
 * same. Confined to its owner's thread.
 */
final class TypeFields {

  private final boolean refusesOwn;
  private String last = ServerSentEvent.DEFAULT_TYPE;
  private byte @Nullable [] lastField;

  private TypeFields(boolean refusesOwn) {
    this.refusesOwn = refusesOwn;
  }

  /** Of events of a source, which have none of the types that are the bridge's own. */
  static TypeFields ofSource() {
    return new TypeFields(true);
  }

  static TypeFields ofAny() {
    return new TypeFields(false);
  }

  /**
   * The line for a type, null for the default one.
   *
   * @throws IllegalArgumentException if the wire cannot carry the type, or it is the bridge's own
   */
  byte @Nullable [] field(String type) {
    if (!type.equals(last)) {
      ServerSentEvent.requireValidType(type);
      if (refusesOwn) {
        requireNoControl(type);
      }
      lastField = Fields.typeField(type);
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
