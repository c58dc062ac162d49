package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The ids of a log whose source cannot be read again: {@code 1.EPOCH.NUMBER}, where the epoch is
 * made by chance for each log, and the number is that of the event. Immutable.
 */
final class NumberedIds {

  /** What stands for an id that nobody can use. */
  static final long UNUSABLE = -1;

  /** Ends an id that says: of this log, but what came before is not known. Never resumable. */
  private static final String UNKNOWN = "gap";

  private static final String VERSION = "1";
  private static final int LONGEST_NUMBER = 20;
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String prefix = VERSION + "." + newEpoch() + ".";

  /** The id of a client that has seen all events before one. */
  String before(long sequence) {
    return prefix + (sequence - 1);
  }

  /** The id of a client that is told of a gap when it comes back with it. */
  String beforeUnknown() {
    return prefix + UNKNOWN;
  }

  /** The event that follows the one with an id, or {@link #UNUSABLE}. */
  long sequenceAfter(String id) {
    int digits = id.length() - prefix.length();
    if (!id.startsWith(prefix) || digits < 1 || digits > 18) {
      return UNUSABLE;
    }
    long seen = 0;
    for (int i = prefix.length(); i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < '0' || c > '9') {
        return UNUSABLE;
      }
      seen = seen * 10 + (c - '0');
    }
    return seen + 1;
  }

  /** Writes them one after the other; the position that it is moved to is the event's number. */
  IdWriter writer() {
    byte[] start = prefix.getBytes(US_ASCII);
    return new Writer(Arrays.copyOf(start, start.length + LONGEST_NUMBER), start.length);
  }

  private static String newEpoch() {
    long random = RANDOM.nextLong();
    char[] epoch = new char[8];
    for (int i = 0; i < epoch.length; i++) {
      epoch[i] = ALPHABET[(int) (random >>> (5 * i)) & 31];
    }
    return new String(epoch);
  }

  private static final class Writer implements IdWriter {
    private final byte[] id;
    private final int prefixLength;
    private int length;

    Writer(byte[] id, int prefixLength) {
      this.id = id;
      this.prefixLength = prefixLength;
    }

    @Override
    public void moveTo(int partition, long number) {
      int digits = 1;
      for (long rest = number; rest >= 10; rest /= 10) {
        digits++;
      }
      length = prefixLength + digits;
      long rest = number;
      for (int i = length - 1; i >= prefixLength; i--) {
        id[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }

    @Override
    public byte[] bytes() {
      return id;
    }

    @Override
    public int length() {
      return length;
    }
  }
}
