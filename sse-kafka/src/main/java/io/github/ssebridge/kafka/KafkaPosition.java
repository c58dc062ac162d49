package io.github.ssebridge.kafka;

/**
 * A position in a partition as one long: the leader epoch of the last record read and the offset of
 * the next one. The top bit is 0; 15 bits are the epoch plus 1, 0 if it is unknown; 48 bits are the
 * offset.
 */
final class KafkaPosition {

  static final int OFFSET_BITS = 48;
  static final long MAX_OFFSET = (1L << OFFSET_BITS) - 1;

  /** The greatest epoch code; later epochs are taken for the same one. */
  static final int MAX_EPOCH_CODE = (1 << 15) - 1;

  static final int UNKNOWN_EPOCH = -1;

  private KafkaPosition() {}

  /** The position before the record at an offset, if the record before it was of an epoch. */
  static long of(long offset, int epoch) {
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new IllegalArgumentException(
          "offset "
              + offset
              + " is not in 0.."
              + MAX_OFFSET
              + ", which is what an id has room for");
    }
    if (epoch < UNKNOWN_EPOCH) {
      throw new IllegalArgumentException("epoch " + epoch + " is below -1, which is unknown");
    }
    return ofCode(offset, Math.min(epoch, MAX_EPOCH_CODE - 1) + 1);
  }

  /** The position of a valid offset and a valid epoch code. */
  static long ofCode(long offset, int epochCode) {
    return (long) epochCode << OFFSET_BITS | offset;
  }

  /** The offset of the next record. */
  static long offset(long position) {
    return position & MAX_OFFSET;
  }

  /** The leader epoch of the last record read; -1 if it is unknown. */
  static int epoch(long position) {
    return epochCode(position) - 1;
  }

  /** The epoch plus 1; 0 if it is unknown. */
  static int epochCode(long position) {
    return (int) (position >>> OFFSET_BITS) & MAX_EPOCH_CODE;
  }

  /**
   * Whether a client at one position has got everything up to another one. Offsets of a later epoch
   * than the client's may hold other records than those it has got.
   */
  static boolean includes(long position, long reached) {
    int known = epoch(position);
    // An unknown epoch of what was reached is below any other.
    return offset(reached) <= offset(position)
        && (known == UNKNOWN_EPOCH || epoch(reached) <= known);
  }

  /** How many offsets there are from one position to another one; 0 if that is not later. */
  static long distance(long from, long to) {
    return Math.max(0, offset(to) - offset(from));
  }
}
