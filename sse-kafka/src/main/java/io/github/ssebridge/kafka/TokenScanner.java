package io.github.ssebridge.kafka;

/**
 * Reads the text of a token from left to right. Once something is not as it should be it has failed
 * and gives zeros, so that one look at the end is enough.
 */
final class TokenScanner {

  // 50 bits: more than any number of a token has.
  private static final int LONGEST_NUMBER = 10;

  private final String text;
  private int at;
  private boolean failed;

  // Bits of the last digit that have not been asked for.
  private int pending;
  private int pendingBits;

  TokenScanner(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /** What was read makes no sense. */
  void fail() {
    failed = true;
  }

  boolean hasFailed() {
    return failed;
  }

  /** Whether all was well, nothing is left, and what fills the last digit is 0. */
  boolean isComplete() {
    return !failed && at == text.length() && pending == 0;
  }

  int digit() {
    int value = at < text.length() ? TokenText.value(text.charAt(at)) : -1;
    if (failed || value < 0) {
      failed = true;
      return 0;
    }
    at++;
    return value;
  }

  /** A number, which must be as short as it can be. */
  long number() {
    long number = 0;
    for (int i = 0; i < LONGEST_NUMBER; i++) {
      int digit = digit();
      number |= (long) (digit & (TokenText.MORE - 1)) << (i * TokenText.NUMBER_BITS);
      if (digit < TokenText.MORE) {
        if (digit == 0 && i > 0) {
          fail();
        }
        return failed ? 0 : number;
      }
    }
    fail();
    return 0;
  }

  /** The next bits: at most 63. */
  long bits(int count) {
    long value = 0;
    int rest = count;
    while (rest > 0) {
      if (pendingBits == 0) {
        pending = digit();
        pendingBits = TokenText.DIGIT_BITS;
      }
      int taken = Math.min(pendingBits, rest);
      pendingBits -= taken;
      rest -= taken;
      value = value << taken | pending >> pendingBits;
      pending &= (1 << pendingBits) - 1;
    }
    return value;
  }

  /** How many characters have not been read. */
  int left() {
    return text.length() - at;
  }
}
