package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Makes the events of all arms: each block is 128 bytes on the wire and carries a sequence number
 * and the time when it was due. Owned by the thread that publishes.
 */
final class EventText {

  /** The length of each block, its id and the blank line included. */
  static final int BLOCK_BYTES = 128;

  /** What the ids of the arms without an engine begin with, which is as long as the engine's. */
  static final String ID_PREFIX = "1.abcdefgh.";

  /** The digits of the sequence number, hexadecimal. */
  static final int SEQUENCE_DIGITS = 8;

  /** The digits of the time, hexadecimal. */
  static final int TIME_DIGITS = 16;

  private static final String ID_FIELD = "id: ";
  private static final String DATA_FIELD = "data: ";
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);
  private static final int FRAME_BYTES =
      ID_FIELD.length() + ID_PREFIX.length() + DATA_FIELD.length() + "\n\n\n".length();

  private final byte[] data = new byte[BLOCK_BYTES];

  EventText() {
    Arrays.fill(data, (byte) '.');
    data[SEQUENCE_DIGITS] = ' ';
    data[SEQUENCE_DIGITS + 1 + TIME_DIGITS] = ' ';
  }

  /**
   * The data of one event.
   *
   * @param position the number at the end of its id, whose length the padding makes up for
   */
  String data(long position, long sequence, long dueNanos) {
    hex(sequence, 0, SEQUENCE_DIGITS);
    hex(dueNanos, SEQUENCE_DIGITS + 1, TIME_DIGITS);
    int length = BLOCK_BYTES - FRAME_BYTES - Long.toString(position).length();
    return new String(data, 0, length, ISO_8859_1);
  }

  /** The whole block of one event. */
  String block(long position, long sequence, long dueNanos) {
    return ID_FIELD
        + ID_PREFIX
        + position
        + "\n"
        + DATA_FIELD
        + data(position, sequence, dueNanos)
        + "\n\n";
  }

  private void hex(long value, int at, int digits) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      data[i] = DIGITS[(int) (rest & 15)];
      rest >>>= 4;
    }
  }
}
