package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.time.Duration;

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

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int LONGEST_FIELD = "event".length();

  private final Listener listener;
  private final DecoderLimits limits;

  // Where in the bytes: before the first line, inside a line that began in an earlier chunk, ...
  private int bomMatched;
  private boolean afterCr;
  private boolean ignoringLine;
  private final Bytes line;

  private final EventBlock block;
  private final LastId lastId;
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
    this.lastId = new LastId(lastEventId, limits.maxLineBytes());
    this.limits = limits;
    this.line = new Bytes(limits.maxLineBytes());
    this.block = new EventBlock(limits);
  }

  /**
   * The last event id of the stream: what a reconnecting client sends. A String is made of it when
   * this is asked first; an event that has an id of its own has that one as well.
   */
  public String lastEventId() {
    return lastId.text();
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
    try {
      read(chunk, offset, offset + length);
    } catch (DecoderLimitException passed) {
      failed = true;
      throw passed;
    }
  }

  private void read(byte[] chunk, int offset, int end) {
    int at = bomMatched < BOM.length ? skipBom(chunk, offset, end) : offset;
    if (afterCr && at < end) {
      afterCr = false;
      at += chunk[at] == '\n' ? 1 : 0;
    }
    boolean inside = ignoringLine || line.length() > 0;
    while (at < end) {
      int lineEnd = LineEnds.next(chunk, at, end);
      if (lineEnd == end) {
        break;
      }
      int next = LineEnds.skip(chunk, lineEnd, end);
      afterCr = next == end && chunk[end - 1] == '\r';
      if (inside) {
        endLine(chunk, at, lineEnd);
        inside = false;
      } else {
        readLine(chunk, at, lineEnd);
      }
      at = next;
    }
    block.keep(chunk);
    keep(chunk, at, end);
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
      append(chunk, from, head);
      if (line.length() > LONGEST_FIELD && EventBlock.nameEnd(line.array(), 0, line.length()) < 0) {
        ignoringLine = true;
        line.clear();
        return;
      }
      from += head;
    }
    append(chunk, from, end - from);
  }

  /** Reads a line that began in an earlier chunk. */
  private void endLine(byte[] chunk, int from, int end) {
    keep(chunk, from, end);
    if (!ignoringLine) {
      readLine(line.array(), 0, line.length());
      block.keep(line.array());
    }
    ignoringLine = false;
    line.clear();
  }

  private void readLine(byte[] bytes, int from, int end) {
    if (from == end) {
      dispatch(bytes);
      return;
    }
    Duration retry = block.read(bytes, from, end);
    if (retry != null) {
      block.keep(bytes);
      listener.onRetry(retry);
    }
  }

  private void dispatch(byte[] bytes) {
    ServerSentEvent event = block.end(bytes, lastId);
    if (event != null) {
      listener.onEvent(event);
    }
  }

  private void append(byte[] from, int at, int count) {
    if (!line.append(from, at, count)) {
      throw new DecoderLimitException("maxLineBytes", limits.maxLineBytes());
    }
  }
}
