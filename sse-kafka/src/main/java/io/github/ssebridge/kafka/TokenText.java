package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The text of a token that is being written: digits of the base64url alphabet, 6 bits each, in an
 * array that is reused. Confined to its writer.
 */
final class TokenText {

  static final int MAX_LENGTH = 1024;
  static final int DIGIT_BITS = 6;

  private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

  /** A number has 5 bits in each digit, the least ones first; the sixth says that more follow. */
  static final int NUMBER_BITS = 5;

  static final int MORE = 1 << NUMBER_BITS;

  private static final byte[] DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(US_ASCII);
  private static final byte[] VALUES = values();

  private final byte[] bytes;
  private int length;

  TokenText(int capacity) {
    bytes = new byte[capacity];
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      values[DIGITS[i]] = (byte) i;
    }
    return values;
  }

  /** What a character stands for; -1 if it is none of the alphabet. */
  static int value(char c) {
    return c < VALUES.length ? VALUES[c] : -1;
  }

  /** How many digits a number takes. */
  static int numberLength(long number) {
    return number == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(number) + 4) / NUMBER_BITS;
  }

  /** How many digits so many bits take. */
  static int digits(int bits) {
    return (bits + DIGIT_BITS - 1) / DIGIT_BITS;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Begins again after what stands before. */
  void truncate(int to) {
    length = to;
  }

  void appendChar(char c) {
    bytes[length++] = (byte) c;
  }

  void appendDigit(int value) {
    bytes[length++] = DIGITS[value];
  }

  void appendNumber(long number) {
    long rest = number;
    while (rest >= MORE) {
      appendDigit((int) (rest & (MORE - 1)) | MORE);
      rest >>>= NUMBER_BITS;
    }
    appendDigit((int) rest);
  }

  /** Adds room for bits that are all 0. */
  void appendBits(int bits) {
    int end = length + digits(bits);
    Arrays.fill(bytes, length, end, DIGITS[0]);
    length = end;
  }

  /**
   * Flips bits of a field that ends so many bits after the beginning of a digit. A field that
   * counts up changes in its last digits, so that it seldom takes more than one.
   */
  void flip(int firstDigit, int end, long bits) {
    int at = firstDigit + (end - 1) / DIGIT_BITS;
    int others = DIGIT_BITS - 1 - (end - 1) % DIGIT_BITS;
    int flipped = (int) (bits << others) & DIGIT_MASK;
    long rest = bits >>> (DIGIT_BITS - others);
    bytes[at] = DIGITS[VALUES[bytes[at]] ^ flipped];
    while (rest != 0) {
      at--;
      bytes[at] = DIGITS[VALUES[bytes[at]] ^ ((int) rest & DIGIT_MASK)];
      rest >>>= DIGIT_BITS;
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, US_ASCII);
  }
}
