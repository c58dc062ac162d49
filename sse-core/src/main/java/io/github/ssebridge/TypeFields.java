package io.github.ssebridge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines that name the types of events. Remembers some, since most streams have few types, and
 * mostly one. Confined to its owner's thread.
 */
final class TypeFields {

  private static final class TypeField {
    private final String type;
    private final byte @Nullable [] field;

    private TypeField(String type, byte @Nullable [] field) {
      this.type = type;
      this.field = field;
    }
  }

  private static final int REMEMBERED = 8;
  private static final int LONGEST_REMEMBERED = 64;
  private static final TypeField DEFAULT = new TypeField(ServerSentEvent.DEFAULT_TYPE, null);

  private final boolean refusesOwn;
  private final TypeField[] remembered = new TypeField[REMEMBERED];
  private int replacedNext;
  private TypeField last = DEFAULT;

  private TypeFields(boolean refusesOwn) {
    this.refusesOwn = refusesOwn;
    Arrays.fill(remembered, DEFAULT);
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
    if (!type.equals(last.type)) {
      last = find(type);
    }
    return last.field;
  }

  private TypeField find(String type) {
    for (TypeField one : remembered) {
      if (one.type.equals(type)) {
        return one;
      }
    }
    ServerSentEvent.requireValidType(type);
    if (refusesOwn) {
      requireNoControl(type);
    }
    TypeField made = new TypeField(type, Fields.typeField(type));
    if (type.length() <= LONGEST_REMEMBERED) {
      remembered[replacedNext] = made;
      replacedNext = (replacedNext + 1) % REMEMBERED;
    }
    return made;
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
