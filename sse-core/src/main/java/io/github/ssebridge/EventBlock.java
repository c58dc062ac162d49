package io.github.ssebridge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of a block have said so far, until the blank line makes an event of it.
 *
 * <p>Where the id and the first line of data lie in the bytes is noted, and they are read when the
 * block ends: most blocks end in the bytes that they began in. Whoever lets go of the bytes earlier
 * calls {@link #keep} before. Confined to its owner.
 */
final class EventBlock {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int DATA = 'd' | 'a' << 8 | 't' << 16 | 'a' << 24;
  private static final int EVEN = 'e' | 'v' << 8 | 'e' << 16 | 'n' << 24;
  private static final int RETR = 'r' | 'e' << 8 | 't' << 16 | 'r' << 24;
  private static final int NONE = -1;
  private static final int LONGEST_KEPT_TYPE = 64;

  private final DecoderLimits limits;

  private int fields;
  private final Bytes data;
  private int dataFrom = NONE;
  private int dataEnd;
  private int idFrom = NONE;
  private int idEnd;
  private @Nullable String id;
  private @Nullable Duration retry;

  // The type of this block or an earlier one: they are few, and the same String serves again.
  private String lastType = ServerSentEvent.DEFAULT_TYPE;
  private final byte[] lastTypeBytes = new byte[LONGEST_KEPT_TYPE];
  private int lastTypeLength = NONE;
  private boolean typed;

  EventBlock(DecoderLimits limits) {
    this.limits = limits;
    this.data = new Bytes(limits.maxEventBytes());
  }

  /** Reads a line that is not empty. The reconnection time if the line sets it, otherwise null. */
  @Nullable Duration read(byte[] bytes, int from, int end) {
    int colon = nameEnd(bytes, from, end);
    if (colon == NONE) {
      return null;
    }
    if (end - from > limits.maxLineBytes()) {
      throw new DecoderLimitException("maxLineBytes", limits.maxLineBytes());
    }
    if (++fields > limits.maxFields()) {
      throw new DecoderLimitException("maxFields", limits.maxFields());
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    switch (bytes[from]) {
      case 'd' -> readData(bytes, value, end);
      case 'e' -> readType(bytes, value, end);
      case 'i' -> readId(bytes, value, end);
      default -> {
        return readRetry(bytes, value, end);
      }
    }
    return null;
  }

  /** Where the name of the field ends that a line begins with; negative if nobody knows it. */
  static int nameEnd(byte[] bytes, int from, int end) {
    int length = nameLength(bytes, from, end);
    int nameEnd = from + length;
    boolean whole = length > 0 && (nameEnd == end || bytes[nameEnd] == ':');
    return whole ? nameEnd : NONE;
  }

  private static int nameLength(byte[] bytes, int from, int end) {
    if (end - from >= Integer.BYTES) {
      int name = (int) INTS.get(bytes, from);
      if (name == DATA) {
        return 4;
      }
      boolean five = end - from > Integer.BYTES;
      if (name == EVEN) {
        return five && bytes[from + 4] == 't' ? 5 : NONE;
      }
      if (name == RETR) {
        return five && bytes[from + 4] == 'y' ? 5 : NONE;
      }
    }
    return end - from >= 2 && bytes[from] == 'i' && bytes[from + 1] == 'd' ? 2 : NONE;
  }

  private void readData(byte[] bytes, int from, int end) {
    if (dataFrom == NONE && data.length() == 0 && end - from < limits.maxEventBytes()) {
      dataFrom = from;
      dataEnd = end;
    } else {
      keepData(bytes);
      append(bytes, from, end);
    }
  }

  private void readType(byte[] bytes, int from, int end) {
    typed = from < end;
    if (typed && !Arrays.equals(bytes, from, end, lastTypeBytes, 0, Math.max(0, lastTypeLength))) {
      lastType = Utf8.decode(bytes, from, end - from);
      lastTypeLength = end - from <= LONGEST_KEPT_TYPE ? end - from : NONE;
      System.arraycopy(bytes, from, lastTypeBytes, 0, Math.max(0, lastTypeLength));
    }
  }

  private void readId(byte[] bytes, int from, int end) {
    keepId(bytes);
    idFrom = from;
    idEnd = end;
  }

  private @Nullable Duration readRetry(byte[] bytes, int from, int end) {
    long millis = 0;
    for (int i = from; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      // A number beyond 63 bits is still a number: it means "for ever".
      millis = millis > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : millis * 10 + digit;
    }
    if (from < end) {
      retry = Duration.ofMillis(millis);
      return retry;
    }
    return null;
  }

  /** Makes this independent of the bytes that its lines were read from. */
  void keep(byte[] bytes) {
    keepData(bytes);
    keepId(bytes);
  }

  private void keepId(byte[] bytes) {
    if (idFrom != NONE) {
      String text = Utf8.decode(bytes, idFrom, idEnd - idFrom);
      id = isId(text) ? text : id;
      idFrom = NONE;
    }
  }

  /** An id with NUL counts as none. */
  private static boolean isId(String text) {
    return text.indexOf('\0') < 0;
  }

  private void keepData(byte[] bytes) {
    if (dataFrom != NONE) {
      append(bytes, dataFrom, dataEnd);
      dataFrom = NONE;
    }
  }

  private void append(byte[] bytes, int from, int end) {
    if (!data.appendLine(bytes, from, end - from)) {
      throw new DecoderLimitException("maxEventBytes", limits.maxEventBytes());
    }
  }

  /** Ends the block: the event that it is, null without data. An id counts from now on. */
  @Nullable ServerSentEvent end(byte[] bytes, LastId lastId) {
    String eventId = endId(bytes, lastId);
    ServerSentEvent event = null;
    if (dataFrom != NONE) {
      event = event(eventId, bytes, dataFrom, dataEnd, EventForm.ASCII_LINE);
    } else if (data.length() > 0) {
      event = event(eventId, data.array(), 0, data.length() - 1, EventForm.ASCII);
    }
    clear();
    return event;
  }

  private @Nullable String endId(byte[] bytes, LastId lastId) {
    if (idFrom != NONE) {
      String text = Utf8.decode(bytes, idFrom, idEnd - idFrom);
      if (isId(text)) {
        lastId.set(bytes, idFrom, idEnd);
        return text;
      }
    }
    if (id != null) {
      lastId.set(id);
    }
    return id;
  }

  private ServerSentEvent event(
      @Nullable String eventId, byte[] bytes, int from, int end, EventForm ifAscii) {
    String text = Utf8.decode(bytes, from, end - from);
    // Every other character takes more bytes than chars, but for the replacement of a wrong one.
    boolean isAscii = text.length() == end - from && text.indexOf(Utf8.REPLACEMENT) < 0;
    return ServerSentEvent.ofValid(
        eventId,
        typed ? lastType : ServerSentEvent.DEFAULT_TYPE,
        text,
        retry,
        isAscii ? ifAscii.withId(eventId) : EventForm.TEXT);
  }

  private void clear() {
    fields = 0;
    dataFrom = NONE;
    data.clear();
    idFrom = NONE;
    // Not written if they need not be: a write to an old object may meet the collector's barrier.
    if (id != null) {
      id = null;
    }
    if (retry != null) {
      retry = null;
    }
    typed = false;
  }
}
