package io.github.ssebridge.kafka;

import org.jspecify.annotations.Nullable;

/**
 * How many bits each partition has in a token, and what its offset and epoch are counted from. All
 * partitions have as many, so that one can be overwritten. Immutable.
 */
final class TokenLayout {

  /** At 5 bits each, they fit beside the longest head. */
  static final int MOST_PARTITIONS = 1000;

  // Up to here every vector fits exactly, and the token does not say how offsets are rounded.
  private static final int MOST_NEVER_ROUNDED = 64;

  // Even offsets that are close together get room to move, since a new layout costs more than a
  // move does.
  private static final int FEWEST_OFFSET_BITS = 8;

  // The base is a multiple of 1/32 of what an offset field can hold, so that it is short; and 1/32
  // of it is kept free.
  private static final int BASE_BITS = 5;

  private static final int LONGEST_HEAD = 28;
  private static final long FIT_NOT = -1;

  private final int partitions;
  private final int offsetBits;
  private final int rounding;
  private final long base;
  private final EpochFields epochs;

  private TokenLayout(int partitions, int offsetBits, int rounding, long base, EpochFields epochs) {
    this.partitions = partitions;
    this.offsetBits = offsetBits;
    this.rounding = rounding;
    this.base = base;
    this.epochs = epochs;
  }

  /** The one that says most of these positions in so many characters, and is the shortest. */
  static TokenLayout of(long[] positions, int room) {
    long smallest = KafkaPosition.MAX_OFFSET;
    long greatest = 0;
    for (long position : positions) {
      long offset = KafkaPosition.offset(position);
      smallest = Math.min(smallest, offset);
      greatest = Math.max(greatest, offset);
    }
    TokenLayout exact = of(positions.length, smallest, greatest, 0, EpochFields.of(positions));
    if (exact.length() <= room) {
      return exact;
    }
    int rounding = 0;
    TokenLayout rounded;
    do {
      rounded = of(positions.length, smallest, greatest, rounding, EpochFields.NONE);
      rounding++;
    } while (rounded.length() > room);
    return rounded;
  }

  private static TokenLayout of(
      int partitions, long smallest, long greatest, int rounding, EpochFields epochs) {
    long low = smallest >>> rounding;
    long high = greatest >>> rounding;
    int bits = Math.min(FEWEST_OFFSET_BITS, mostBits(partitions));
    @Nullable TokenLayout best = null;
    while (bits < KafkaPosition.OFFSET_BITS) {
      long base = low >>> baseShift(bits) << baseShift(bits);
      long free = (1L << bits) >>> BASE_BITS;
      if (high - base < (1L << bits) - free) {
        TokenLayout layout = new TokenLayout(partitions, bits, rounding, base, epochs);
        // Of two that are as long, the wider one lasts longer.
        best = best == null || layout.length() <= best.length() ? layout : best;
        if (base == 0) {
          return best;
        }
      }
      bits++;
    }
    return best == null ? new TokenLayout(partitions, bits, rounding, 0, epochs) : best;
  }

  private static int mostBits(int partitions) {
    return (TokenText.MAX_LENGTH - LONGEST_HEAD) * TokenText.DIGIT_BITS / partitions;
  }

  private static int baseShift(int offsetBits) {
    return Math.max(0, offsetBits - BASE_BITS);
  }

  /** The one whose head comes next; if it makes no sense the scanner has failed. */
  static TokenLayout read(TokenScanner in) {
    long partitions = in.number() + 1;
    int offsetBits = in.digit();
    int rounding = partitions > MOST_NEVER_ROUNDED ? in.digit() : 0;
    long baseNumber = in.number();
    long highestBase = KafkaPosition.MAX_OFFSET >>> rounding >>> baseShift(offsetBits);
    EpochFields epochs = EpochFields.read(in);
    if (partitions > MOST_PARTITIONS
        || offsetBits == 0
        || offsetBits > KafkaPosition.OFFSET_BITS
        || rounding >= KafkaPosition.OFFSET_BITS
        || baseNumber > highestBase) {
      in.fail();
    }
    if (in.hasFailed()) {
      return new TokenLayout(0, 0, 0, 0, EpochFields.NONE);
    }
    long base = baseNumber << baseShift(offsetBits);
    return new TokenLayout((int) partitions, offsetBits, rounding, base, epochs);
  }

  /** Writes what {@link #read} reads. */
  void appendHead(TokenText to) {
    to.appendNumber(partitions - 1);
    to.appendDigit(offsetBits);
    if (partitions > MOST_NEVER_ROUNDED) {
      to.appendDigit(rounding);
    }
    to.appendNumber(baseNumber());
    to.appendNumber(epochs.number());
  }

  /** How many characters the head and the fields take. */
  int length() {
    return TokenText.numberLength(partitions - 1)
        + (partitions > MOST_NEVER_ROUNDED ? 2 : 1)
        + TokenText.numberLength(baseNumber())
        + TokenText.numberLength(epochs.number())
        + TokenText.digits(allBits());
  }

  int partitions() {
    return partitions;
  }

  /** How many of the lowest bits of each offset are left out. */
  int rounding() {
    return rounding;
  }

  int fieldBits() {
    return offsetBits + epochs.bits();
  }

  int allBits() {
    return partitions * fieldBits();
  }

  private long baseNumber() {
    return base >>> baseShift(offsetBits);
  }

  /** Whether it says more than another one, or the same in fewer characters. */
  boolean isBetterThan(TokenLayout other) {
    if (rounding != other.rounding) {
      return rounding < other.rounding;
    }
    return epochs.isPresent() == other.epochs.isPresent()
        ? length() < other.length()
        : epochs.isPresent();
  }

  /** The field of a position; negative if it does not fit. */
  long field(long position) {
    long offset = (KafkaPosition.offset(position) >>> rounding) - base;
    int epoch = epochs.field(position);
    if (epoch < 0 || offset >>> offsetBits != 0) {
      return FIT_NOT;
    }
    return offset << epochs.bits() | epoch;
  }

  /** The position in a field; negative if there is none such. */
  long position(long field) {
    long offset = base + (field >>> epochs.bits());
    int epochCode = epochs.code((int) (field & ((1 << epochs.bits()) - 1)));
    if (offset > KafkaPosition.MAX_OFFSET >>> rounding
        || epochCode > KafkaPosition.MAX_EPOCH_CODE) {
      return FIT_NOT;
    }
    return KafkaPosition.ofCode(offset << rounding, epochCode);
  }
}
