package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code text/event-stream} incrementally, to the letter of WHATWG HTML 9.2.6: any split of
 * the bytes gives the same events.
 *
 * <p>An id counts from the blank line that ends its block, so an id in a block that never ended is
 * not committed. Time is linear in the bytes; comments and unknown fields are never buffered. Not
 * safe for use by several threads: the caller serialises.
 */
public final class SseDecoder {

  /** Receives what a decoder finds, on the thread that feeds it. */
  @FunctionalInterface
  public interface Listener {

    /**
     * An event was dispatched. Its {@link ServerSentEvent#id()} is what its own block said, null if
     * that had none; {@link SseDecoder#lastEventId()} is the id in force.
     */
    void onEvent(ServerSentEvent event);

    /** The stream sets the reconnection time; called as soon as the field is read. */
    default void onRetry(Duration retry) {}
  }

  private static final byte[] LF = {'\n'};
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] DATA = "data".getBytes(US_ASCII);
  private static final byte[] EVENT = "event".getBytes(US_ASCII);
  private static final byte[] ID = "id".getBytes(US_ASCII);
  private static final byte[] RETRY = "retry".getBytes(US_ASCII);
  private static final byte[][] FIELDS = {DATA, EVENT, ID, RETRY};
  private static final int LONGEST_FIELD = EVENT.length;

  private final Listener listener;
  private final DecoderLimits limits;

  // Where in the bytes: before the first line, inside a line that began in an earlier chunk, ...
  private int bomMatched;
  private boolean afterCr;
  private boolean ignoringLine;
  private final Bytes line;

  // The block so far.
  private final Bytes data;
  private String type = "";
  private @Nullable String id;
  private @Nullable Duration retry;
  private int fields;

  private String lastEventId;
  private boolean failed;

  /** A decoder for a new stream, with the default limits. */
  public SseDecoder(Listener listener) {
    this(listener, "", DecoderLimits.defaults());
  }

  /**
   * A decoder for a stream that a client reads after others.
   *
   * @param lastEventId the id in force when the stream begins, {@code ""} for none
   */
  public SseDecoder(Listener listener, String lastEventId, DecoderLimits limits) {
    this.listener = listener;
    this.lastEventId = lastEventId;
    this.limits = limits;
    this.line = new Bytes(limits.maxLineBytes());
    this.data = new Bytes(limits.maxEventBytes());
  }

  /** The last event id of the stream: what a reconnecting client sends. */
  public String lastEventId() {
    return lastEventId;
  }

  /** Reads all remaining bytes of a chunk; see {@link #decode(byte[], int, int)}. */
  public void decode(ByteBuffer chunk) {
    if (chunk.hasArray()) {
      int from = chunk.arrayOffset() + chunk.position();
      int length = chunk.remaining();
      chunk.position(chunk.limit());
      decode(chunk.array(), from, length);
      return;
    }
    byte[] part = new byte[Math.min(chunk.remaining(), 8192)];
    while (chunk.hasRemaining()) {
      int length = Math.min(part.length, chunk.remaining());
      chunk.get(part, 0, length);
      decode(part, 0, length);
    }
  }

  /** Reads a whole chunk; see {@link #decode(byte[], int, int)}. */
  public void decode(byte[] chunk) {
    decode(chunk, 0, chunk.length);
  }

  /**
   * Reads a chunk and calls the listener for each event that ends in it.
   *
   * @throws DecoderLimitException if the stream passes a limit; the decoder is of no use afterwards
   * @throws IllegalStateException if it failed before
   */
  public void decode(byte[] chunk, int offset, int length) {
    if (failed) {
      throw new IllegalStateException("this decoder has passed a limit; start a new one");
    }
    int end = offset + length;
    int from = bomMatched < BOM.length ? skipBom(chunk, offset, end) : offset;
    for (int i = from; i < end; i++) {
      byte b = chunk[i];
      if (b != '\n' && b != '\r') {
        afterCr = false;
        continue;
      }
      if (b == '\n' && afterCr) {
        afterCr = false;
      } else {
        afterCr = b == '\r';
        endLine(chunk, from, i);
      }
      from = i + 1;
    }
    keep(chunk, from, end);
  }

  private int skipBom(byte[] chunk, int offset, int end) {
    int i = offset;
    while (i < end && bomMatched < BOM.length) {
      if (chunk[i] != BOM[bomMatched]) {
        // Half a mark is the beginning of a field that nobody knows.
        ignoringLine = bomMatched > 0;
        bomMatched = BOM.length;
        return i;
      }
      i++;
      bomMatched++;
    }
    return i;
  }

  /** Keeps the beginning of a line whose end is in a later chunk, if it may be of use. */
  private void keep(byte[] chunk, int from, int end) {
    if (from == end || ignoringLine) {
      return;
    }
    if (line.length() == 0 && chunk[from] == ':') {
      ignoringLine = true;
      return;
    }
    if (line.length() <= LONGEST_FIELD) {
      int head = Math.min(end - from, LONGEST_FIELD + 1 - line.length());
      append(line, chunk, from, head, "maxLineBytes", limits.maxLineBytes());
      if (line.length() > LONGEST_FIELD && !startsWithField(line.array())) {
        ignoringLine = true;
        line.clear();
        return;
      }
      from += head;
    }
    append(line, chunk, from, end - from, "maxLineBytes", limits.maxLineBytes());
  }

  private void endLine(byte[] chunk, int from, int end) {
    if (ignoringLine) {
      ignoringLine = false;
    } else if (line.length() == 0) {
      readLine(chunk, from, end);
    } else {
      keep(chunk, from, end);
      if (!ignoringLine) {
        readLine(line.array(), 0, line.length());
      }
      ignoringLine = false;
      line.clear();
    }
  }

  private void readLine(byte[] bytes, int from, int end) {
    if (from == end) {
      dispatch();
      return;
    }
    int colon = from;
    while (colon < end && bytes[colon] != ':' && colon - from <= LONGEST_FIELD) {
      colon++;
    }
    byte @Nullable [] field = field(bytes, from, colon);
    if (field == null) {
      return;
    }
    if (end - from > limits.maxLineBytes()) {
      throw limit("maxLineBytes", limits.maxLineBytes());
    }
    if (++fields > limits.maxFields()) {
      throw limit("maxFields", limits.maxFields());
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    readField(field, bytes, value, end - value);
  }

  private void readField(byte[] field, byte[] bytes, int from, int length) {
    if (field == DATA) {
      append(data, bytes, from, length, "maxEventBytes", limits.maxEventBytes());
      append(data, LF, 0, 1, "maxEventBytes", limits.maxEventBytes());
    } else if (field == EVENT) {
      type = Utf8.decode(bytes, from, length);
    } else if (field == ID) {
      if (indexOf(bytes, from, length, (byte) 0) < 0) {
        id = Utf8.decode(bytes, from, length);
      }
    } else {
      readRetry(bytes, from, length);
    }
  }

  private void readRetry(byte[] bytes, int from, int length) {
    long millis = 0;
    for (int i = from; i < from + length; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return;
      }
      // A number beyond 63 bits is still a number: it means "for ever".
      millis = millis > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : millis * 10 + digit;
    }
    if (length > 0) {
      retry = Duration.ofMillis(millis);
      listener.onRetry(retry);
    }
  }

  private void dispatch() {
    if (id != null) {
      lastEventId = id;
    }
    ServerSentEvent event = null;
    if (data.length() > 0) {
      String text = Utf8.decode(data.array(), 0, data.length() - 1);
      String name = type.isEmpty() ? ServerSentEvent.DEFAULT_TYPE : type;
      event = new ServerSentEvent(id, name, text, retry);
    }
    data.clear();
    type = "";
    id = null;
    retry = null;
    fields = 0;
    if (event != null) {
      listener.onEvent(event);
    }
  }

  private void append(Bytes to, byte[] from, int at, int count, String setting, int limit) {
    if (!to.append(from, at, count)) {
      throw limit(setting, limit);
    }
  }

  private DecoderLimitException limit(String setting, int value) {
    failed = true;
    return new DecoderLimitException(setting, value);
  }

  private static byte @Nullable [] field(byte[] bytes, int from, int colon) {
    for (byte[] field : FIELDS) {
      if (Arrays.equals(field, 0, field.length, bytes, from, colon)) {
        return field;
      }
    }
    return null;
  }

  private static boolean startsWithField(byte[] bytes) {
    int colon = indexOf(bytes, 0, LONGEST_FIELD + 1, (byte) ':');
    return colon >= 0 && field(bytes, 0, colon) != null;
  }

  private static int indexOf(byte[] bytes, int from, int length, byte wanted) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
