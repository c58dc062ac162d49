package io.github.ssebridge;

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

  private SseEncoder() {}

  /** The block of one event, with the blank line that ends it. */
  public static byte[] encode(ServerSentEvent event) {
    Block block = Block.of(event);
    byte[] bytes = new byte[block.length()];
    block.writeTo(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /**
   * Writes the block of one event into a buffer, from its position on, which moves to the end of
   * the block.
   *
   * @return whether there was room; if not, the position is where it was
   */
  public static boolean encode(ServerSentEvent event, ByteBuffer target) {
    return write(Block.of(event), target);
  }

  /**
   * Like {@link #encode(ServerSentEvent, ByteBuffer)}, for data that is there as UTF-8 bytes, which
   * are copied as they are.
   *
   * @param id the id of the event, null for none
   * @return whether there was room; if not, the position is where it was
   * @throws IllegalArgumentException if the wire cannot carry the id or the type
   */
  public static boolean encode(@Nullable String id, String type, byte[] data, ByteBuffer target) {
    Block block = Block.ofThread();
    if (id != null) {
      block.id(id);
    }
    block.type(type);
    block.data(data, 0, data.length);
    return write(block, target);
  }

  private static boolean write(Block block, ByteBuffer target) {
    boolean fits = block.length() <= target.remaining();
    if (fits) {
      block.writeTo(target);
    }
    return fits;
  }

  /**
   * A comment, one {@code :} line per line of the text, with no blank line after it: three clients
   * take a comment followed by a blank line for an empty message.
   */
  public static byte[] comment(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\n: ");
    return (": " + lines + "\n").getBytes(UTF_8);
  }

  /** A heartbeat: {@code :} and LF. */
  public static byte[] heartbeat() {
    return HEARTBEAT.clone();
  }
}
