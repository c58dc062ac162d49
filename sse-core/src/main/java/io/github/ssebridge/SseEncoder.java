package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the one form that every known client reads alike: LF only, {@code field: value}
 * with the space, never a bare field name, no byte order mark, {@code retry} inside the block.
 *
 * <p>Every path to the wire ends here. Data is split into one {@code data} line per line of the
 * payload (CR, LF and CRLF end a line, nothing else does), so that no payload can add a field or an
 * event; {@link ServerSentEvent} has already refused ids and types that would. Stateless, safe for
 * use by many threads.
 */
public final class SseEncoder {

  /** What keeps a quiet connection alive: a comment with no blank line after it. */
  static final byte[] HEARTBEAT = {':', '\n'};

  private static final byte[] ID = ascii("id: ");
  private static final byte[] EVENT = ascii("event: ");
  private static final byte[] RETRY = ascii("retry: ");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] COMMENT = ascii(": ");

  private SseEncoder() {}

  /** The block of one event, with the blank line that ends it. */
  public static byte[] encode(ServerSentEvent event) {
    Block block = Block.of(event);
    ByteBuffer target = ByteBuffer.allocate(block.length());
    block.writeTo(target);
    return target.array();
  }

  /**
   * A comment, one {@code :} line per line of the text, with no blank line after it: three clients
   * take a comment followed by a blank line for an empty message.
   */
  public static byte[] comment(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    ByteBuffer target = ByteBuffer.allocate(linesLength(utf8, COMMENT));
    writeLines(utf8, COMMENT, target);
    return target.array();
  }

  /** A heartbeat: {@code :} and LF. */
  public static byte[] heartbeat() {
    return HEARTBEAT.clone();
  }

  /** The parts of one event as bytes; {@code idLength} because the log reuses one array for ids. */
  static final class Block {

    static final long NO_RETRY = -1;

    private final byte @Nullable [] id;
    private final int idLength;
    private final byte @Nullable [] type;
    private final long retryMillis;
    private final byte[] data;

    Block(
        byte @Nullable [] id, int idLength, byte @Nullable [] type, long retryMillis, byte[] data) {
      this.id = id;
      this.idLength = idLength;
      this.type = type;
      this.retryMillis = retryMillis;
      this.data = data;
    }

    static Block of(ServerSentEvent event) {
      byte[] id = event.id() == null ? null : event.id().getBytes(UTF_8);
      return new Block(
          id,
          id == null ? 0 : id.length,
          typeBytes(event.type()),
          event.retry() == null ? NO_RETRY : event.retry().toMillis(),
          event.data().getBytes(UTF_8));
    }

    static byte @Nullable [] typeBytes(String type) {
      return type.equals(ServerSentEvent.DEFAULT_TYPE) ? null : type.getBytes(UTF_8);
    }

    int length() {
      int length = linesLength(data, DATA) + 1;
      if (id != null) {
        length = Math.addExact(length, ID.length + idLength + 1);
      }
      if (type != null) {
        length = Math.addExact(length, EVENT.length + type.length + 1);
      }
      if (retryMillis != NO_RETRY) {
        length = Math.addExact(length, RETRY.length + Long.toString(retryMillis).length() + 1);
      }
      return length;
    }

    void writeTo(ByteBuffer target) {
      if (id != null) {
        target.put(ID).put(id, 0, idLength).put((byte) '\n');
      }
      if (type != null) {
        target.put(EVENT).put(type).put((byte) '\n');
      }
      if (retryMillis != NO_RETRY) {
        target.put(RETRY).put(ascii(Long.toString(retryMillis))).put((byte) '\n');
      }
      writeLines(data, DATA, target);
      target.put((byte) '\n');
    }
  }

  private static int linesLength(byte[] text, byte[] prefix) {
    int lines = 1;
    int crlfs = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        lines++;
      } else if (text[i] == '\r') {
        lines++;
        if (i + 1 < text.length && text[i + 1] == '\n') {
          crlfs++;
          i++;
        }
      }
    }
    // Each line end of the text becomes the LF of a line, the last line gets one of its own.
    return Math.addExact(
        text.length - crlfs, Math.addExact(1, Math.multiplyExact(lines, prefix.length)));
  }

  private static void writeLines(byte[] text, byte[] prefix, ByteBuffer target) {
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n' || text[i] == '\r') {
        target.put(prefix).put(text, start, i - start).put((byte) '\n');
        if (text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
          i++;
        }
        start = i + 1;
      }
    }
    target.put(prefix).put(text, start, text.length - start).put((byte) '\n');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
