package io.github.ssebridge.kafka;

import org.jspecify.annotations.Nullable;

/** What stands in a token that is well-formed to its last character. */
final class PositionToken {

  /** The first character of a token without a time, and of one with a time. */
  static final char UNTIMED = 'k';

  static final char TIMED = 't';

  /** How many digits of a token are the hash of its topic's id. */
  static final int TOPIC_DIGITS = 6;

  private final long topicHash;
  private final long minute;
  private final int rounding;
  private final long[] positions;

  private PositionToken(long topicHash, long minute, int rounding, long[] positions) {
    this.topicHash = topicHash;
    this.minute = minute;
    this.rounding = rounding;
    this.positions = positions;
  }

  /** Reads any text; null if it is no token. */
  static @Nullable PositionToken read(String text) {
    if (text.isEmpty() || text.length() > TokenText.MAX_LENGTH) {
      return null;
    }
    char first = text.charAt(0);
    if (first != UNTIMED && first != TIMED) {
      return null;
    }
    TokenScanner in = new TokenScanner(text, 1);
    long topicHash = in.bits(TOPIC_DIGITS * TokenText.DIGIT_BITS);
    long minute =
        first == TIMED ? in.bits(IssueTime.DIGITS * TokenText.DIGIT_BITS) : IssueTime.NONE;
    TokenLayout layout = TokenLayout.read(in);
    if (in.hasFailed() || in.left() != TokenText.digits(layout.allBits())) {
      return null;
    }
    long[] positions = positions(in, layout);
    return in.isComplete()
        ? new PositionToken(topicHash, minute, layout.rounding(), positions)
        : null;
  }

  private static long[] positions(TokenScanner in, TokenLayout layout) {
    long[] positions = new long[layout.partitions()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = layout.position(in.bits(layout.fieldBits()));
      if (positions[i] < 0) {
        in.fail();
      }
    }
    return positions;
  }

  long topicHash() {
    return topicHash;
  }

  /** When it was made; {@link IssueTime#NONE} if it does not say. */
  long minute() {
    return minute;
  }

  /** How many of the lowest bits of each offset were left out. */
  int rounding() {
    return rounding;
  }

  long[] positions() {
    return positions;
  }
}
