package io.github.ssebridge.kafka;

/**
 * How the epochs of a topic's partitions stand in a token: all the same one and so in its head
 * only, or each in its partition's field as a difference from the smallest. Immutable.
 */
final class EpochFields {

  /** Epochs are left out, and read as unknown. */
  static final EpochFields NONE = new EpochFields(0, 0, false);

  private static final int BITS_BITS = 4;
  private static final int FIT_NOT = -1;

  private final int base;
  private final int bits;
  private final boolean present;

  private EpochFields(int base, int bits, boolean present) {
    this.base = base;
    this.bits = bits;
    this.present = present;
  }

  /** The shortest that holds the epochs of these positions. */
  static EpochFields of(long[] positions) {
    int smallest = Integer.MAX_VALUE;
    int greatest = 0;
    boolean unknown = false;
    for (long position : positions) {
      int code = KafkaPosition.epochCode(position);
      if (code == 0) {
        unknown = true;
      } else {
        smallest = Math.min(smallest, code);
        greatest = Math.max(greatest, code);
      }
    }
    if (greatest == 0) {
      return new EpochFields(0, 0, true);
    }
    if (smallest == greatest && !unknown) {
      return new EpochFields(smallest, 0, true);
    }
    int highest = greatest - smallest + 1;
    return new EpochFields(smallest, Integer.SIZE - Integer.numberOfLeadingZeros(highest), true);
  }

  /** Those that a token says with {@link #number}. */
  static EpochFields read(TokenScanner in) {
    long number = in.number();
    int bits = (int) (number & ((1 << BITS_BITS) - 1));
    long base = number >>> BITS_BITS;
    if (base > KafkaPosition.MAX_EPOCH_CODE || (base == 0 && bits > 0)) {
      in.fail();
      return NONE;
    }
    return new EpochFields((int) base, bits, true);
  }

  /** What the head of the token says of them. */
  long number() {
    return (long) base << BITS_BITS | bits;
  }

  /** Whether they are not left out. */
  boolean isPresent() {
    return present;
  }

  /** How many bits of each field are for the epoch. */
  int bits() {
    return bits;
  }

  /** The epoch bits of a position; negative if they do not fit. */
  int field(long position) {
    if (!present) {
      return 0;
    }
    int code = KafkaPosition.epochCode(position);
    if (bits == 0) {
      return code == base ? 0 : FIT_NOT;
    }
    if (code == 0) {
      return 0;
    }
    int field = code - base + 1;
    return field > 0 && field >> bits == 0 ? field : FIT_NOT;
  }

  /** The epoch code that epoch bits stand for; too great a one if they make no sense. */
  int code(int field) {
    if (bits == 0) {
      return base;
    }
    return field == 0 ? 0 : base + field - 1;
  }
}
