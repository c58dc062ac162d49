package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event stream of one subscriber and checks that no event is missing and none comes
 * twice. Confined to the client's event loop.
 *
 * <p>An event as the benchmark publishes it is recognized by three comparisons and read without
 * looking at its other bytes; whatever else comes is read line by line.
 */
final class BlockParser implements ChunkedResponse.Body {

  /** Stands for a first sequence number that is not known. */
  static final long ANY = -1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private static final int LENGTH = EventText.BLOCK_BYTES;
  private static final int ID = (int) INT.get(ascii("id: "), 0);
  private static final short BLANK_LINE = (short) SHORT.get(ascii("\n\n"), 0);
  private static final long DATA = (long) LONG.get(ascii("\ndata: 0"), 0) >>> 8;
  private static final int TIME_AT = EventText.SEQUENCE_DIGITS + 1;

  private final Tally tally;
  private final boolean keyed;
  private long expected;
  private long events;
  private @Nullable String position;

  // Where the data of the last event began, after the LF before its field.
  private int dataAt = LENGTH / 4;
  private byte[] partial = {};
  private int partialLength;

  BlockParser(Tally tally, boolean keyed, long expected) {
    this.tally = tally;
    this.keyed = keyed;
    this.expected = expected;
  }

  /** The sequence number that should come next. */
  long expected() {
    return expected;
  }

  /** How many events have come. */
  long events() {
    return events;
  }

  /** The id that {@code sse:open} had, null if none has come. */
  @Nullable String position() {
    return position;
  }

  @Override
  public void read(byte[] in, int from, int to) {
    int at = from;
    while (partialLength > 0 && at < to) {
      complete(in[at++]);
    }
    while (at < to) {
      int next = to - at >= LENGTH && isEvent(in, at) ? event(in, at) : block(in, at, to);
      if (next < 0) {
        keep(in, at, to);
        return;
      }
      at = next;
    }
  }

  private boolean isEvent(byte[] in, int at) {
    return (int) INT.get(in, at) == ID
        && (short) SHORT.get(in, at + LENGTH - 2) == BLANK_LINE
        && (long) LONG.get(in, at + dataAt - 7) >>> 8 == DATA;
  }

  private int event(byte[] in, int at) {
    take(in, at + dataAt);
    return at + LENGTH;
  }

  private void take(byte[] in, int data) {
    long sequence = hex(in, data);
    if (sequence != expected && expected != ANY) {
      tally.outOfOrder(expected, sequence);
    }
    expected = Math.max(expected, sequence + 1);
    events++;
    tally.event(hex(in, data + TIME_AT) << 32 | hex(in, data + TIME_AT + 8));
  }

  /** The number of eight hexadecimal digits. */
  static long hex(byte[] in, int at) {
    long digits = (long) LONG.get(in, at);
    // In ASCII the low half of a digit is its value; a letter has bit 6 set, and 'a' ends in 1.
    long halves = (digits & 0x0f0f0f0f0f0f0f0fL) + 9 * ((digits >>> 6) & 0x0101010101010101L);
    long bytes = (halves | halves >>> 4) & 0x00ff00ff00ff00ffL;
    long shorts = (bytes | bytes >>> 8) & 0x0000ffff0000ffffL;
    return (shorts | shorts >>> 16) & 0xffffffffL;
  }

  /** Reads one block or comment line by line; the index after it, -1 if it is not complete. */
  private int block(byte[] in, int from, int to) {
    if (in[from] == ':') {
      int end = indexOfLineEnd(in, from, to);
      if (end >= 0) {
        tally.heartbeat();
      }
      return end < 0 ? -1 : end + 1;
    }
    for (int at = from; at < to; ) {
      int end = indexOfLineEnd(in, at, to);
      if (end < 0) {
        return -1;
      }
      if (end == at) {
        understand(in, from, end);
        return end + 1;
      }
      at = end + 1;
    }
    return -1;
  }

  private void understand(byte[] in, int from, int blankLine) {
    String text = new String(in, from, blankLine - from, ISO_8859_1);
    Fields fields = Fields.of(text);
    if (fields == null) {
      tally.error("not understood: " + text);
    } else if (fields.type().isEmpty()) {
      if (blankLine + 1 - from != LENGTH) {
        tally.error("a block of " + (blankLine + 1 - from) + " bytes: " + text);
      } else {
        dataAt = fields.dataAt();
        take(in, from + dataAt);
      }
    } else if (fields.type().equals("sse:open")) {
      position = fields.id();
    } else if (fields.type().equals("sse:gap")) {
      long count = fields.count();
      tally.gap(fields.reason(), Math.max(count, 0));
      // A key's events are only some of those that the log numbers.
      expected = keyed || count < 0 || expected == ANY ? ANY : expected + count;
    } else {
      tally.error("an event that nobody published: " + text);
    }
  }

  private void complete(byte next) {
    if (partialLength == partial.length) {
      partial = Arrays.copyOf(partial, 2 * partial.length);
    }
    partial[partialLength++] = next;
    if (next == '\n' && block(partial, 0, partialLength) == partialLength) {
      partialLength = 0;
    }
  }

  private void keep(byte[] in, int from, int to) {
    int length = to - from;
    if (partial.length < length) {
      partial = new byte[Math.max(length, 2 * LENGTH)];
    }
    System.arraycopy(in, from, partial, 0, length);
    partialLength = length;
  }

  private static int indexOfLineEnd(byte[] in, int from, int to) {
    for (int i = from; i < to; i++) {
      if (in[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
