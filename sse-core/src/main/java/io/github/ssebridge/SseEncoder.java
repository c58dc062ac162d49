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

  // Few bytes are written faster as a number, most significant byte first, than as an array.
  private static final int ID = four("id: ");
  private static final int DATA = four("data");
  private static final short COLON_SPACE = (short) (':' << 8 | ' ');
  private static final short TWO_LF = (short) ('\n' << 8 | '\n');
  private static final byte[] RETRY = ascii("retry: ");

  private SseEncoder() {}

  /** The block of one event, with the blank line that ends it. */
  public static byte[] encode(ServerSentEvent event) {
    Block block = Block.of(event);
    ByteBuffer target = ByteBuffer.allocate(block.length());
    block.writeTo(target);
    return target.array();
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
    byte[] idBytes = id == null ? null : id.getBytes(UTF_8);
    int idLength = idBytes == null ? 0 : idBytes.length;
    byte[] typeField = Block.typeField(type);
    return write(new Block(idBytes, idLength, typeField, Block.NO_RETRY, data), target);
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
    Lines lines = Lines.ofComment(text.getBytes(UTF_8));
    ByteBuffer target = ByteBuffer.allocate(lines.length() + 1);
    lines.writeTo(target);
    return target.put((byte) '\n').array();
  }

  /** A heartbeat: {@code :} and LF. */
  public static byte[] heartbeat() {
    return HEARTBEAT.clone();
  }

  /**
   * The parts of one event as bytes, which must not change meanwhile; {@code idLength} because the
   * log reuses one array for ids.
   */
  static final class Block {

    static final long NO_RETRY = -1;

    private final byte @Nullable [] id;
    private final int idLength;
    private final byte @Nullable [] typeField;
    private final long retryMillis;
    private final Lines data;

    /** A block whose type is as {@link #typeField} gives it, null for the default one. */
    Block(
        byte @Nullable [] id,
        int idLength,
        byte @Nullable [] typeField,
        long retryMillis,
        byte[] data) {
      this(id, idLength, typeField, retryMillis, Lines.ofData(data));
    }

    /** A block of data that is in a buffer, whose position stays as it is. */
    Block(
        byte @Nullable [] id,
        int idLength,
        byte @Nullable [] typeField,
        long retryMillis,
        ByteBuffer data) {
      this(id, idLength, typeField, retryMillis, Lines.ofData(data));
    }

    private Block(
        byte @Nullable [] id,
        int idLength,
        byte @Nullable [] typeField,
        long retryMillis,
        Lines data) {
      this.id = id;
      this.idLength = idLength;
      this.typeField = typeField;
      this.retryMillis = retryMillis;
      this.data = data;
    }

    static Block of(ServerSentEvent event) {
      byte[] id = event.id() == null ? null : event.id().getBytes(UTF_8);
      return new Block(
          id,
          id == null ? 0 : id.length,
          typeField(event.type()),
          event.retry() == null ? NO_RETRY : event.retry().toMillis(),
          event.data().getBytes(UTF_8));
    }

    /** The whole line that names a type; null for the default one, which is not named. */
    static byte @Nullable [] typeField(String type) {
      return type.equals(ServerSentEvent.DEFAULT_TYPE)
          ? null
          : ("event: " + type + "\n").getBytes(UTF_8);
    }

    int length() {
      int length = Math.addExact(data.length(), 2);
      if (id != null) {
        length = Math.addExact(length, Integer.BYTES + idLength + 1);
      }
      if (typeField != null) {
        length = Math.addExact(length, typeField.length);
      }
      if (retryMillis != NO_RETRY) {
        length = Math.addExact(length, RETRY.length + Long.toString(retryMillis).length() + 1);
      }
      return length;
    }

    void writeTo(ByteBuffer target) {
      if (id != null) {
        target.putInt(ID).put(id, 0, idLength).put((byte) '\n');
      }
      if (typeField != null) {
        target.put(typeField);
      }
      if (retryMillis != NO_RETRY) {
        target.put(RETRY).put(ascii(Long.toString(retryMillis))).put((byte) '\n');
      }
      data.writeTo(target);
      target.putShort(TWO_LF);
    }
  }

  /** The lines of a text, each in a field of its own; without the LF of the last one. */
  private static final class Lines {

    private final byte[] text;
    private final int begin;
    private final int end;

    // A comment is a field without a name.
    private final boolean isData;

    // Where the first line ends; mostly it is the only one.
    private final int firstEnd;

    private Lines(byte[] text, int begin, int end, boolean isData) {
      this.text = text;
      this.begin = begin;
      this.end = end;
      this.isData = isData;
      this.firstEnd = LineEnds.next(text, begin, end);
    }

    static Lines ofComment(byte[] text) {
      return new Lines(text, 0, text.length, false);
    }

    static Lines ofData(byte[] text) {
      return new Lines(text, 0, text.length, true);
    }

    static Lines ofData(ByteBuffer text) {
      if (text.hasArray()) {
        int begin = text.arrayOffset() + text.position();
        return new Lines(text.array(), begin, begin + text.remaining(), true);
      }
      byte[] copy = new byte[text.remaining()];
      text.duplicate().get(copy);
      return ofData(copy);
    }

    int length() {
      int prefix = isData ? Integer.BYTES + Short.BYTES : Short.BYTES;
      int length = Math.addExact(end - begin, prefix);
      int lineEnd = firstEnd;
      while (lineEnd < end) {
        int next = LineEnds.skip(text, lineEnd, end);
        // The end of a line becomes LF and the prefix of the next one.
        length = Math.addExact(length, 1 + prefix - (next - lineEnd));
        lineEnd = LineEnds.next(text, next, end);
      }
      return length;
    }

    void writeTo(ByteBuffer target) {
      int from = begin;
      int lineEnd = firstEnd;
      while (lineEnd < end) {
        writePrefix(target);
        target.put(text, from, lineEnd - from).put((byte) '\n');
        from = LineEnds.skip(text, lineEnd, end);
        lineEnd = LineEnds.next(text, from, end);
      }
      writePrefix(target);
      target.put(text, from, end - from);
    }

    private void writePrefix(ByteBuffer target) {
      if (isData) {
        target.putInt(DATA);
      }
      target.putShort(COLON_SPACE);
    }
  }

  private static int four(String ascii) {
    return ByteBuffer.wrap(ascii(ascii)).getInt();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
