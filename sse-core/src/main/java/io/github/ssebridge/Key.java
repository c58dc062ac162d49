package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an event is about, such as a customer or an instrument: bytes that are compared alone. */
final class Key implements Comparable<Key> {

  /** Stands for all events that have no key. */
  static final Key NONE = new Key(0, new byte[0]);

  /** Stands for the announcements of gaps, which concern the readers of every key. */
  static final Key ANNOUNCEMENT = new Key(1, new byte[0]);

  private static final int ORDINARY = 2;

  private final int kind;
  private final byte[] bytes;
  private final int hash;

  private Key(int kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
    this.hash = 31 * Arrays.hashCode(bytes) + kind;
  }

  /** The key of these bytes, which must not change any more. */
  static Key of(byte @Nullable [] bytes) {
    return bytes == null ? NONE : new Key(ORDINARY, bytes);
  }

  static Key of(@Nullable String text) {
    return text == null ? NONE : new Key(ORDINARY, text.getBytes(UTF_8));
  }

  /** Whether it is what an event is about, and does not stand for something else. */
  boolean isOrdinary() {
    return kind == ORDINARY;
  }

  /** How many bytes it has. */
  int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Key that
            && hash == that.hash
            && kind == that.kind
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Keeps hash tables fast if somebody chooses keys of one hash. */
  @Override
  public int compareTo(Key other) {
    return kind == other.kind ? Arrays.compare(bytes, other.bytes) : kind - other.kind;
  }

  @Override
  public String toString() {
    return new String(bytes, UTF_8);
  }
}
