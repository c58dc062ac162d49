package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.ssebridge.IdWriter;

/** Writes the ids of consecutive entries, and counts them. Confined to the log's writer. */
final class EntryIdWriter implements IdWriter {

  // Two numbers of 13 and 7 digits, a count of 19, and what is between them.
  private final byte[] bytes = new byte[48];
  private int length;
  private long ordinal;

  /**
   * Begins with an id.
   *
   * @param ordinal how many entries there have been up to the position, or unknown
   */
  EntryIdWriter(long position, long ordinal) {
    this.ordinal = ordinal;
    write(position);
  }

  @Override
  public void counted(long newOrdinal) {
    ordinal = newOrdinal;
  }

  @Override
  public void moveTo(int partition, long position) {
    if (ordinal != StreamInfo.UNKNOWN) {
      ordinal++;
    }
    write(position);
  }

  private void write(long position) {
    EntryId id = EntryPosition.id(position);
    length = 0;
    writeNumber(id.millis());
    bytes[length++] = '-';
    writeNumber(id.sequence());
    if (ordinal != StreamInfo.UNKNOWN) {
      bytes[length++] = '/';
      writeNumber(ordinal);
    }
  }

  private void writeNumber(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, US_ASCII);
  }
}
