package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one event, field by field in the order of the methods, and used again for the next
 * one. Owned by a thread, which has one for all that it encodes.
 *
 * <p>Short data is copied into the block at once: its lines are found and copied in one pass. Long
 * data stays where it is until {@link #writeTo} copies it, since to copy it twice would take longer
 * than to look at it twice; so it must not change meanwhile.
 */
final class Block {

  static final long NO_RETRY = -1;

  // From here on bulk copies are faster than words.
  private static final int LONG_DATA_BYTES = 2 << 10;

  // What a thread keeps for the next event.
  private static final int MOST_KEPT_BYTES = 128 << 10;
  private static final int LEAST_KEPT_BYTES = 512;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // Names of fields are stored as words: what is too much is overwritten.
  private static final long ID = word("id: ");
  private static final long EVENT = word("event: ");
  private static final long RETRY = word("retry: ");
  private static final long DATA = word("data: ");
  private static final long TWO_LF = word("\n\n");

  private static final byte[] NEXT_LINE = {'\n', 'd', 'a', 't', 'a', ':', ' '};

  private static final ThreadLocal<Block> OF_THREAD = ThreadLocal.withInitial(Block::new);

  private final TextWindow window = new TextWindow();
  private byte[] bytes = new byte[LEAST_KEPT_BYTES];
  private int end;

  // Data that is to be copied later, where its first line ends, and how long its lines are.
  private byte @Nullable [] rest;
  private int restBegin;
  private int restEnd;
  private int restFirstEnd;
  private int restLength;

  private Block() {}

  /** The block of the calling thread, empty. */
  static Block ofThread() {
    Block block = OF_THREAD.get();
    block.clear();
    return block;
  }

  /** A whole event. */
  static Block of(ServerSentEvent event) {
    Block block = ofThread();
    if (event.id() != null) {
      block.id(event.id());
    }
    block.type(event.type());
    block.retry(event.retry() == null ? NO_RETRY : event.retry().toMillis());
    block.data(event.data());
    return block;
  }

  /** The whole line that names a type; null for the default one, which is not named. */
  static byte @Nullable [] typeField(String type) {
    return type.equals(ServerSentEvent.DEFAULT_TYPE)
        ? null
        : ("event: " + type + "\n").getBytes(UTF_8);
  }

  private void clear() {
    end = 0;
    rest = null;
    restLength = 0;
    if (bytes.length > MOST_KEPT_BYTES) {
      bytes = new byte[LEAST_KEPT_BYTES];
    }
  }

  /**
   * An id.
   *
   * @throws IllegalArgumentException if the wire cannot carry it
   */
  void id(String id) {
    if (!plainField(ID, 4, id)) {
      ServerSentEvent.requireValidId(id);
      anyField(ID, 4, id);
    }
  }

  /** An id that is there as bytes, which are copied. */
  void id(byte[] id, int length) {
    makeRoom(length + 2 * Long.BYTES);
    put(ID, 4);
    put(id, length);
    bytes[end++] = '\n';
  }

  /**
   * A type.
   *
   * @throws IllegalArgumentException if the wire cannot carry it
   */
  void type(String type) {
    if (!type.equals(ServerSentEvent.DEFAULT_TYPE) && !plainField(EVENT, 7, type)) {
      ServerSentEvent.requireValidType(type);
      anyField(EVENT, 7, type);
    }
  }

  /** A type as {@link #typeField} gives it. */
  void type(byte @Nullable [] field) {
    if (field != null) {
      makeRoom(field.length);
      put(field, field.length);
    }
  }

  /** A reconnection time, {@link #NO_RETRY} for none. */
  void retry(long millis) {
    if (millis != NO_RETRY) {
      anyField(RETRY, 7, Long.toString(millis));
    }
  }

  /** Data without unpaired surrogates, and the blank line. */
  void data(String data) {
    makeRoom(Long.BYTES);
    put(DATA, 6);
    boolean afterCr = false;
    for (int at = 0; at < data.length(); ) {
      at = window.take(data, at);
      byte[] text = window.bytes();
      int length = window.length();
      int begin = afterCr && text[0] == '\n' ? 1 : 0;
      lines(text, begin, length);
      afterCr = text[length - 1] == '\r';
    }
    finish();
  }

  /** Data that is there as UTF-8, and the blank line. */
  void data(byte[] data, int from, int to) {
    makeRoom(Long.BYTES);
    put(DATA, 6);
    if (to - from <= LONG_DATA_BYTES) {
      lines(data, from, to);
      finish();
    } else {
      rest = data;
      restBegin = from;
      restEnd = to;
      restFirstEnd = LineEnds.next(data, from, to);
      restLength = Math.addExact(lengthOfRest(data), 2);
    }
  }

  /** Data that is there as UTF-8, in a buffer whose position stays where it is. */
  void data(ByteBuffer data) {
    if (data.hasArray()) {
      int from = data.arrayOffset() + data.position();
      data(data.array(), from, from + data.remaining());
    } else {
      byte[] copy = new byte[data.remaining()];
      data.duplicate().get(copy);
      data(copy, 0, copy.length);
    }
  }

  /** How many bytes it has. */
  int length() {
    return Math.addExact(end, restLength);
  }

  /** Copies all of it to where there is room. */
  void writeTo(ByteBuffer target) {
    target.put(bytes, 0, end);
    if (rest != null) {
      writeRest(rest, target);
    }
  }

  /** How much memory it keeps. */
  int capacity() {
    return bytes.length;
  }

  private void lines(byte[] text, int from, int to) {
    makeRoom(DataLines.bound(to - from));
    end = DataLines.copy(text, from, to, bytes, end);
  }

  private void finish() {
    makeRoom(Long.BYTES);
    put(TWO_LF, 2);
  }

  private int lengthOfRest(byte[] text) {
    int length = restEnd - restBegin;
    int lineEnd = restFirstEnd;
    while (lineEnd < restEnd) {
      int next = LineEnds.skip(text, lineEnd, restEnd);
      // The end of a line becomes LF and the name of the next one.
      length = Math.addExact(length, 7 - (next - lineEnd));
      lineEnd = LineEnds.next(text, next, restEnd);
    }
    return length;
  }

  private void writeRest(byte[] text, ByteBuffer target) {
    int from = restBegin;
    int lineEnd = restFirstEnd;
    while (lineEnd < restEnd) {
      target.put(text, from, lineEnd - from).put(NEXT_LINE);
      from = LineEnds.skip(text, lineEnd, restEnd);
      lineEnd = LineEnds.next(text, from, restEnd);
    }
    target.put(text, from, restEnd - from).put((byte) '\n').put((byte) '\n');
  }

  /** Writes a field of printable ASCII; false, and nothing written, if there is anything else. */
  private boolean plainField(long name, int nameLength, String value) {
    int length = value.length();
    if (length == 0) {
      return false;
    }
    makeRoom(length + 2 * Long.BYTES);
    LONGS.set(bytes, end, name);
    byte[] to = bytes;
    int at = end + nameLength;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
      to[at++] = (byte) c;
    }
    to[at] = '\n';
    end = at + 1;
    return true;
  }

  private void anyField(long name, int nameLength, String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    makeRoom(utf8.length + 2 * Long.BYTES);
    put(name, nameLength);
    put(utf8, utf8.length);
    bytes[end++] = '\n';
  }

  private void put(long word, int length) {
    LONGS.set(bytes, end, word);
    end += length;
  }

  private void put(byte[] from, int length) {
    System.arraycopy(from, 0, bytes, end, length);
    end += length;
  }

  private void makeRoom(int more) {
    if (more > bytes.length - end) {
      int needed = Math.addExact(end, more);
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }

  private static long word(String text) {
    long word = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      word = word << 8 | text.charAt(i);
    }
    return word;
  }
}
