package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** The values of records: 128 bytes with a number and the time when it was sent. Stateless. */
final class RecordText {

  /** The length of each value. */
  static final int BYTES = 128;

  private static final int NUMBER_DIGITS = 8;
  private static final int TIME_AT = NUMBER_DIGITS + 1;
  private static final int TIME_END = TIME_AT + 16;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  private RecordText() {}

  static byte[] of(int number, long nanos) {
    byte[] value = new byte[BYTES];
    Arrays.fill(value, (byte) '.');
    value[NUMBER_DIGITS] = ' ';
    value[TIME_END] = ' ';
    hex(number, value, 0, NUMBER_DIGITS);
    hex(nanos, value, TIME_AT, TIME_END - TIME_AT);
    return value;
  }

  static int number(byte[] value) {
    return (int) BlockParser.hex(value, 0);
  }

  static long nanos(byte[] value) {
    return BlockParser.hex(value, TIME_AT) << 32 | BlockParser.hex(value, TIME_AT + NUMBER_DIGITS);
  }

  static int number(String data) {
    return Integer.parseUnsignedInt(data, 0, NUMBER_DIGITS, 16);
  }

  static long nanos(String data) {
    return Long.parseUnsignedLong(data, TIME_AT, TIME_END, 16);
  }

  private static void hex(long value, byte[] text, int at, int digits) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = DIGITS[(int) (rest & 15)];
      rest >>>= 4;
    }
  }
}
