package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The hash slots of a Redis Cluster; holds no state. */
final class HashSlot {
  static final int COUNT = 16_384;

  private static final int POLYNOMIAL = 0x1021;

  private HashSlot() {}

  /** The slot of a key: of what is between its first braces, if there is anything. */
  static int of(String key) {
    int open = key.indexOf('{');
    int close = key.indexOf('}', open + 1);
    boolean tagged = open >= 0 && close > open + 1;
    return crc16((tagged ? key.substring(open + 1, close) : key).getBytes(UTF_8)) % COUNT;
  }

  /** CRC-16/XMODEM. */
  private static int crc16(byte[] bytes) {
    int crc = 0;
    for (byte next : bytes) {
      crc ^= (next & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
      }
    }
    return crc & 0xffff;
  }
}
