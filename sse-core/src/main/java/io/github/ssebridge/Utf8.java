package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

/** UTF-8 decoding with the replacements of the WHATWG Encoding Standard, section 8.1.1. */
final class Utf8 {

  static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  static String decode(byte[] bytes, int from, int length) {
    String fast = new String(bytes, from, length, UTF_8);
    // The JDK replaces an encoded surrogate by one U+FFFD, the standard by one for each byte.
    return fast.indexOf(REPLACEMENT) < 0 ? fast : decodeReplacing(bytes, from, from + length);
  }

  private static String decodeReplacing(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      int first = bytes[i] & 0xFF;
      int needed = needed(first);
      int valid = needed < 0 ? 0 : continuations(bytes, i, to, first, needed);
      if (needed < 0 || valid < needed) {
        text.append(REPLACEMENT);
      } else {
        text.appendCodePoint(codePoint(bytes, i, first, needed));
      }
      i += 1 + valid;
    }
    return text.toString();
  }

  private static int needed(int first) {
    if (first < 0x80) {
      return 0;
    }
    if (first >= 0xC2 && first <= 0xDF) {
      return 1;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      return 2;
    }
    return first >= 0xF0 && first <= 0xF4 ? 3 : -1;
  }

  private static int continuations(byte[] bytes, int at, int to, int first, int needed) {
    int lower = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int upper = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    int valid = 0;
    while (valid < needed && at + 1 + valid < to) {
      int next = bytes[at + 1 + valid] & 0xFF;
      if (next < lower || next > upper) {
        break;
      }
      lower = 0x80;
      upper = 0xBF;
      valid++;
    }
    return valid;
  }

  private static int codePoint(byte[] bytes, int at, int first, int needed) {
    int point = needed == 0 ? first : first & (0x3F >> needed);
    for (int i = 1; i <= needed; i++) {
      point = (point << 6) | (bytes[at + i] & 0x3F);
    }
    return point;
  }
}
