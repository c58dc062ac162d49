package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes the fields of an event into an array; each method says how much room it wants, and returns
 * where what it wrote ends. Stateless.
 *
 * <p>Names are stored as words of eight bytes, and what is too much of a word is overwritten by
 * what follows.
 */
final class Fields {

  /** How much more room than its value a field wants. */
  static final int ROOM = 2 * Long.BYTES;

  private static final long ID = Words.of("id: ");
  private static final long RETRY = Words.of("retry: ");
  private static final long DATA = Words.of(TypeField.DATA);
  private static final long BLANK_LINE = Words.of("\n\n");

  private Fields() {}

  /** How many bytes an id or anything else that is short comes to at most, with {@link #ROOM}. */
  static int bound(String value) {
    return Math.addExact(Math.multiplyExact(value.length(), 3), ROOM);
  }

  /**
   * An id, which wants {@link #bound}.
   *
   * @throws IllegalArgumentException if the wire cannot carry it
   */
  static int id(String id, byte[] target, int at) {
    Words.set(target, at, ID);
    int to = at + 4;
    int length = id.length();
    for (int i = 0; i < length; i++) {
      char c = id.charAt(i);
      if (c < ' ' || c > '~') {
        return anyId(id, target, at + 4);
      }
      target[to++] = (byte) c;
    }
    target[to] = '\n';
    return to + 1;
  }

  private static int anyId(String id, byte[] target, int at) {
    ServerSentEvent.requireValidId(id);
    byte[] utf8 = id.getBytes(UTF_8);
    return line(utf8, utf8.length, target, at);
  }

  /**
   * An id of ASCII, which wants as many bytes and {@link #ROOM}. For 20 characters that takes a
   * third of the time of looking at each ({@code ShortcutBenchmark}).
   */
  static int asciiId(String id, byte[] target, int at) {
    Words.set(target, at, ID);
    int to = TextWindow.copyAscii(id, 0, id.length(), target, at + 4);
    target[to] = '\n';
    return to + 1;
  }

  /** An id of bytes, which wants as many and {@link #ROOM}. */
  static int id(byte[] id, int length, byte[] target, int at) {
    Words.set(target, at, ID);
    return line(id, length, target, at + 4);
  }

  private static int line(byte[] value, int length, byte[] target, int at) {
    System.arraycopy(value, 0, target, at, length);
    target[at + length] = '\n';
    return at + length + 1;
  }

  /** A reconnection time, which wants room for 20 digits and {@link #ROOM}. */
  static int retry(long millis, byte[] target, int at) {
    Words.set(target, at, RETRY);
    byte[] digits = Long.toString(millis).getBytes(UTF_8);
    return line(digits, digits.length, target, at + 7);
  }

  /** The name of the first line of data, which wants {@link #ROOM}. */
  static int data(byte[] target, int at) {
    Words.set(target, at, DATA);
    return at + TypeField.DATA.length();
  }

  /** The end of the last line and the blank line, which want {@link #ROOM}. */
  static int end(byte[] target, int at) {
    Words.set(target, at, BLANK_LINE);
    return at + 2;
  }
}
