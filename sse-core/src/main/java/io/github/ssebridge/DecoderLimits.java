package io.github.ssebridge;

/**
 * What a decoder accepts before it gives up on a stream; nothing that it buffers grows beyond.
 *
 * @param maxLineBytes the longest line of a known field
 * @param maxEventBytes the longest data of one event, line ends included
 * @param maxFields the most known fields in one block
 */
public record DecoderLimits(int maxLineBytes, int maxEventBytes, int maxFields) {

  /** 1 MiB for one line. */
  public static final int DEFAULT_MAX_LINE_BYTES = 1 << 20;

  /** 4 MiB for the data of one event. */
  public static final int DEFAULT_MAX_EVENT_BYTES = 4 << 20;

  /** 65,536 fields in one block. */
  public static final int DEFAULT_MAX_FIELDS = 1 << 16;

  private static final int MIN_LINE_BYTES = 8;

  /** Refuses limits that are too small to read anything. */
  public DecoderLimits {
    if (maxLineBytes < MIN_LINE_BYTES) {
      throw new IllegalArgumentException(
          "maxLineBytes must be at least %d, which tells a field; it is %d"
              .formatted(MIN_LINE_BYTES, maxLineBytes));
    }
    requirePositive(maxEventBytes, "maxEventBytes");
    requirePositive(maxFields, "maxFields");
  }

  /** The named defaults. */
  public static DecoderLimits defaults() {
    return new DecoderLimits(DEFAULT_MAX_LINE_BYTES, DEFAULT_MAX_EVENT_BYTES, DEFAULT_MAX_FIELDS);
  }

  private static void requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}
