package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the one form that every known client reads alike: LF only, {@code field: value}
 * with the space, never a bare field name, no byte order mark, {@code retry} inside the block.
 *
 * <p>Events of the log are written by the same code. Data is split into one {@code data} line per
 * line of the payload (CR, LF and CRLF end a line, nothing else does), so that no payload can add a
 * field or an event; {@link ServerSentEvent} has already refused ids and types that would.
 *
 * <p>The static methods give arrays and are safe for use by many threads. An encoder writes into
 * arrays, and allocates nothing for blocks of up to 128 KiB with an id of printable ASCII, no
 * {@code retry}, and one of a few types of up to 64 characters; it is not safe for use by several
 * threads: the caller serialises.
 */
public final class SseEncoder {

  /** What is returned instead of the end of a block that does not fit. */
  public static final int NO_ROOM = -1;

  /** What keeps a quiet connection alive: a comment with no blank line after it. */
  static final byte[] HEARTBEAT = {':', '\n'};

  private final TypeFields types = TypeFields.ofAny();
  private final TextWindow window = new TextWindow();
  private final Block block = new Block();

  /** An encoder for a thread that writes many events. */
  public SseEncoder() {}

  /**
   * Writes the block of one event into an array. What the array has behind the block may be
   * overwritten.
   *
   * @param at where the block begins
   * @return where the block ends, {@link #NO_ROOM} if it does not fit
   * @throws IndexOutOfBoundsException if it would begin outside the array
   */
  public int encode(ServerSentEvent event, byte[] target, int at) {
    int end = NO_ROOM;
    if (event.retry() == null) {
      end =
          event.form() == EventForm.ASCII_LINE
              ? encodeLine(event, target, at)
              : encodeShort(event, target, at);
    }
    if (end == NO_ROOM) {
      block.clear();
      block.event(event);
      end = encodeBlock(target, at);
    }
    return end;
  }

  /**
   * Like {@link #encode(ServerSentEvent, byte[], int)}, for data that is there as UTF-8 bytes,
   * which are copied as they are.
   *
   * @param id the id of the event, null for none
   * @return where the block ends, {@link #NO_ROOM} if it does not fit
   * @throws IllegalArgumentException if the wire cannot carry the id or the type
   * @throws IndexOutOfBoundsException if it would begin outside the array
   */
  public int encode(@Nullable String id, String type, byte[] data, byte[] target, int at) {
    if (data.length <= Block.LONG_DATA_BYTES) {
      int end = encodeShort(id, type, data, data.length, target, at);
      if (end != NO_ROOM) {
        return end;
      }
    }
    block.clear();
    if (id != null) {
      block.id(id);
    }
    block.type(types.field(type));
    block.data(data, 0, data.length);
    return encodeBlock(target, at);
  }

  /**
   * As a line of ASCII, the small event takes half the time that it does as any text ({@code
   * ShortcutBenchmark}).
   */
  private int encodeLine(ServerSentEvent event, byte[] target, int at) {
    String id = event.id();
    String data = event.data();
    TypeField type = types.field(event.type());
    long most = (long) data.length() + type.length() + 2 * Fields.ROOM;
    if (id != null) {
      most += id.length();
    }
    if (most > target.length - at) {
      return NO_ROOM;
    }
    int to = id == null ? at : Fields.asciiId(id, target, at);
    to = type.write(target, to);
    to = TextWindow.copyAscii(data, 0, data.length(), target, to);
    return Fields.end(target, to);
  }

  private int encodeShort(ServerSentEvent event, byte[] target, int at) {
    String text = event.data();
    if (text.length() > TextWindow.MAX_CHARS) {
      return NO_ROOM;
    }
    var unused = window.take(text, event.form(), 0);
    return encodeShort(event.id(), event.type(), window.bytes(), window.length(), target, at);
  }

  /**
   * Writes everything where it belongs, if there is room for whatever the lines may come to: for
   * the small event that takes an eighth less time than by way of the block, on JDK 25 a third
   * ({@code ShortcutBenchmark}).
   */
  private int encodeShort(
      @Nullable String id, String type, byte[] data, int length, byte[] target, int at) {
    TypeField typeField = types.field(type);
    long most = (long) DataLines.bound(length) + typeField.length() + Fields.ROOM;
    if (id != null) {
      most += Fields.bound(id);
    }
    if (most > target.length - at) {
      return NO_ROOM;
    }
    int to = id == null ? at : Fields.id(id, target, at);
    to = typeField.write(target, to);
    to = DataLines.copy(data, 0, length, target, to);
    return Fields.end(target, to);
  }

  private int encodeBlock(byte[] target, int at) {
    Objects.checkFromToIndex(at, target.length, target.length);
    int length = block.length();
    int end = length <= target.length - at ? at + length : NO_ROOM;
    if (end != NO_ROOM) {
      block.writeTo(target, at);
    }
    block.clear();
    return end;
  }

  /** The block of one event, with the blank line that ends it. */
  public static byte[] encode(ServerSentEvent event) {
    Block block = Block.ofThread();
    block.event(event);
    byte[] bytes = new byte[block.length()];
    block.writeTo(bytes, 0);
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
