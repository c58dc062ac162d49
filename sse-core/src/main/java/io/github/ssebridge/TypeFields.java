package io.github.ssebridge;

import java.util.Arrays;

/**
 * The lines that name the types of events. Remembers some, since most streams have few types, and
 * mostly one: that takes a tenth of the time of making its bytes ({@code ShortcutBenchmark}).
 * Confined to its owner's thread.
 */
final class TypeFields {

  private static final int REMEMBERED = 8;
  private static final int LONGEST_REMEMBERED = 64;

  private final boolean refusesOwn;
  private final TypeField[] remembered = new TypeField[REMEMBERED];
  private int replacedNext;
  private TypeField last = TypeField.DEFAULT;

  private TypeFields(boolean refusesOwn) {
    this.refusesOwn = refusesOwn;
    Arrays.fill(remembered, TypeField.DEFAULT);
  }

  /** Of events of a source, which have none of the types that are the bridge's own. */
  static TypeFields ofSource() {
    return new TypeFields(true);
  }

  static TypeFields ofAny() {
    return new TypeFields(false);
  }

  /**
   * What is written for a type.
   *
   * @throws IllegalArgumentException if the wire cannot carry the type, or it is the bridge's own
   */
  TypeField field(String type) {
    if (!type.equals(last.type())) {
      last = find(type);
    }
    return last;
  }

  private TypeField find(String type) {
    for (TypeField one : remembered) {
      if (one.type().equals(type)) {
        return one;
      }
    }
    ServerSentEvent.requireValidType(type);
    if (refusesOwn) {
      requireNoControl(type);
    }
    TypeField made = TypeField.of(type);
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
