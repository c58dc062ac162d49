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
 * event; {@link ServerSentEvent} has already refused ids and types that would.
 *
 * <p>The static methods give arrays and are safe for use by many threads. An encoder writes into
 * buffers, and allocates nothing for blocks of up to 128 KiB with an id of ASCII, one of the last
 * eight types, and no {@code retry}; it is not safe for use by several threads: the caller
 * serialises.
 */
public final class SseEncoder {

  /** What keeps a quiet connection alive: a comment with no blank line after it. */
  static final byte[] HEARTBEAT = {':', '\n'};

  private static final int NO_ROOM = -1;

  private final TypeFields types = TypeFields.ofAny();
  private final TextWindow window = new TextWindow();
  private final Block block = new Block();

  /** An encoder for a thread that writes many events. */
  public SseEncoder() {}

  /**
   * Writes the block of one event into a buffer, from its position on, which moves to the end of
   * the block. What the buffer has behind that may be overwritten.
   *
   * @return whether there was room; if not, the position is where it was
   */
  public boolean encode(ServerSentEvent event, ByteBuffer target) {
    if (event.retry() == null && target.hasArray()) {
      byte[] to = target.array();
      int offset = target.arrayOffset();
      int at = offset + target.position();
      int end = encodeInPlace(event, to, at, target.remaining());
      if (end >= 0) {
        target.position(end - offset);
        return true;
      }
    }
    block.clear();
    block.event(event);
    return encodeBlock(target);
  }

  /**
   * Like {@link #encode(ServerSentEvent, ByteBuffer)}, for data that is there as UTF-8 bytes, which
   * are copied as they are.
   *
   * @param id the id of the event, null for none
   * @return whether there was room; if not, the position is where it was
   * @throws IllegalArgumentException if the wire cannot carry the id or the type
   */
  public boolean encode(@Nullable String id, String type, byte[] data, ByteBuffer target) {
    if (data.length <= Block.LONG_DATA_BYTES && target.hasArray()) {
      byte[] to = target.array();
      int offset = target.arrayOffset();
      int at = offset + target.position();
      int end = encodeInPlace(id, type, data, data.length, to, at, target.remaining());
      if (end >= 0) {
        target.position(end - offset);
        return true;
      }
    }
    block.clear();
    if (id != null) {
      block.id(id);
    }
    block.type(types.field(type));
    block.data(data, 0, data.length);
    return encodeBlock(target);
  }

  private int encodeInPlace(ServerSentEvent event, byte[] target, int at, int room) {
    String text = event.data();
    if (event.form() == DataForm.ASCII_LINE) {
      int data = beginInPlace(event.id(), event.type(), text.length(), target, at, room);
      return data < 0
          ? data
          : Fields.end(target, TextWindow.copyAscii(text, 0, text.length(), target, data));
    }
    if (text.length() > TextWindow.MAX_CHARS) {
      return NO_ROOM;
    }
    var unused = window.take(text, event.form(), 0);
    return encodeInPlace(
        event.id(), event.type(), window.bytes(), window.length(), target, at, room);
  }

  private int encodeInPlace(
      @Nullable String id, String type, byte[] data, int length, byte[] target, int at, int room) {
    int to = beginInPlace(id, type, DataLines.bound(length), target, at, room);
    return to < 0 ? to : Fields.end(target, DataLines.copy(data, 0, length, target, to));
  }

  /**
   * Writes what comes before the data where it belongs, if there is room for whatever its lines may
   * come to: for the small event that takes a fifth less time than by way of the block ({@code
   * EncodeBenchmark.bytesIntoBuffer} without it).
   *
   * @return where the data begins, negative if there may be no room
   */
  private int beginInPlace(
      @Nullable String id, String type, int dataBound, byte[] target, int at, int room) {
    TypeField typeField = types.field(type);
    long most = (long) dataBound + typeField.length() + Fields.ROOM;
    most += id == null ? 0 : Fields.bound(id);
    if (most > room) {
      return NO_ROOM;
    }
    int to = id == null ? at : Fields.id(id, target, at);
    return typeField.write(target, to);
  }

  private boolean encodeBlock(ByteBuffer target) {
    boolean fits = block.length() <= target.remaining();
    if (fits) {
      block.writeTo(target);
    }
    block.clear();
    return fits;
  }

  /** The block of one event, with the blank line that ends it. */
  public static byte[] encode(ServerSentEvent event) {
    Block block = Block.ofThread();
    block.event(event);
    byte[] bytes = new byte[block.length()];
    block.writeTo(ByteBuffer.wrap(bytes));
    return bytes;
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
