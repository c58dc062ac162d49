package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;

/**
 * A part of a text as UTF-8, in arrays that are used again for the next one. Confined to the thread
 * of its owner.
 *
 * <p>Of ASCII the String's own bytes are copied. Other characters are copied out of the String
 * before they are encoded, since the JDK's encoder is fast only on arrays. Against one character
 * after the other, 48 of ASCII take a fifth of the time and 860 a thirtieth, and by way of the
 * array half and a tenth ({@code CopyBenchmark}).
 */
final class TextWindow {

  /** How many characters there is room for. */
  static final int MAX_CHARS = 1 << 10;

  private static final int MAX_BYTES_OF_A_CHAR = 3;

  private final CharBuffer chars = CharBuffer.allocate(MAX_CHARS);
  private final ByteBuffer bytes = ByteBuffer.allocate(MAX_CHARS * MAX_BYTES_OF_A_CHAR);
  private final CharsetEncoder utf8 = UTF_8.newEncoder();

  /**
   * Takes as much of a text as there is room for.
   *
   * @return up to where it was taken
   */
  int take(String text, EventForm form, int from) {
    int to = Math.min(text.length(), from + MAX_CHARS);
    if (form != EventForm.TEXT) {
      bytes.position(copyAscii(text, from, to, bytes.array(), 0));
      return to;
    }
    text.getChars(from, to, chars.array(), 0);
    chars.position(0).limit(to - from);
    // Half a pair at the end is left for the next time.
    var unused = utf8.encode(chars, bytes.clear(), false);
    return from + chars.position();
  }

  /** Copies a part of a String of ASCII; returns where it ends. */
  @SuppressWarnings("deprecation") // drops the upper byte of each character, which is 0 here
  static int copyAscii(String text, int from, int to, byte[] target, int at) {
    text.getBytes(from, to, target, at);
    return at + to - from;
  }

  /** What was taken, from the beginning of the array on. */
  byte[] bytes() {
    return bytes.array();
  }

  /** How many bytes were taken. */
  int length() {
    return bytes.position();
  }
}
