package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one event, field by field in the order of the methods, and used again for the next
 * one. Owned by a thread, which has one for all that it encodes, or by an {@link SseEncoder}.
 *
 * <p>Text and short data are copied into the block at once, where lines are found and copied in one
 * pass. Long data stays where it is until {@link #writeTo} copies it, since to copy it twice would
 * take longer than to look at it twice; so it must not change meanwhile.
 */
final class Block {

  /**
   * From here on bulk copies are faster than words: 4 KiB by an eighth ({@code ShortcutBenchmark}).
   */
  static final int LONG_DATA_BYTES = 2 << 10;

  // What is kept for the next event. More than the blocks of up to 128 KiB that it is meant for:
  // room is made for whatever a part of the data may come to.
  private static final int MOST_KEPT_BYTES = 256 << 10;
  private static final int LEAST_KEPT_BYTES = 512;

  // Some virtual machines have none that are longer.
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final int LONGEST_NUMBER = 20;
  private static final byte[] NEXT_LINE = {'\n', 'd', 'a', 't', 'a', ':', ' '};

  private static final ThreadLocal<Block> OF_THREAD = ThreadLocal.withInitial(Block::new);

  private final TextWindow window = new TextWindow();
  private final TypeFields types = TypeFields.ofAny();
  private byte[] bytes = new byte[LEAST_KEPT_BYTES];
  private int end;

  // Data that is to be copied later, where its first line ends, and how long its lines are.
  private byte @Nullable [] rest;
  private int restBegin;
  private int restEnd;
  private int restFirstEnd;
  private int restLength;

  /** The block of the calling thread, empty. */
  static Block ofThread() {
    Block block = OF_THREAD.get();
    block.clear();
    return block;
  }

  /** The same with the id that is written just now, if there is one, and a type. */
  static Block ofThread(IdWriter ids, TypeField type) {
    Block block = ofThread();
    if (ids.length() > 0) {
      block.id(ids.bytes(), ids.length());
    }
    block.type(type);
    return block;
  }

  /** Forgets all that it was given. */
  void clear() {
    end = 0;
    rest = null;
    restLength = 0;
    if (bytes.length > MOST_KEPT_BYTES) {
      bytes = new byte[LEAST_KEPT_BYTES];
    }
  }

  /** All fields of an event. */
  void event(ServerSentEvent event) {
    if (event.id() != null) {
      id(event.id());
    }
    type(types.field(event.type()));
    retryAndData(event);
  }

  /** What an event has besides its id and type. */
  void retryAndData(ServerSentEvent event) {
    if (event.retry() != null) {
      retry(event.retry().toMillis());
    }
    data(event.data(), event.form());
  }

  /**
   * An id.
   *
   * @throws IllegalArgumentException if the wire cannot carry it
   */
  void id(String id) {
    makeRoom(Fields.bound(id));
    end = Fields.id(id, bytes, end);
  }

  /** An id that is there as bytes, which are copied. */
  void id(byte[] id, int length) {
    makeRoom(length + Fields.ROOM);
    end = Fields.id(id, length, bytes, end);
  }

  /** A type, and the name of the data. */
  void type(TypeField type) {
    makeRoom(type.length());
    end = type.write(bytes, end);
  }

  private void retry(long millis) {
    makeRoom(LONGEST_NUMBER + 2 * Fields.ROOM);
    // Before the data, whose name is there already.
    end = Fields.retry(millis, bytes, end - TypeField.DATA.length());
    end = Fields.data(bytes, end);
  }

  /** Data of an event, and the blank line. */
  private void data(String data, EventForm form) {
    if (form == EventForm.ASCII_LINE) {
      makeRoom(Math.addExact(data.length(), Fields.ROOM));
      end = TextWindow.copyAscii(data, 0, data.length(), bytes, end);
    } else {
      lines(data, form);
    }
    makeRoom(Fields.ROOM);
    end = Fields.end(bytes, end);
  }

  private void lines(String data, EventForm form) {
    boolean afterCr = false;
    for (int at = 0; at < data.length(); ) {
      at = window.take(data, form, at);
      byte[] text = window.bytes();
      int length = window.length();
      int begin = afterCr && text[0] == '\n' ? 1 : 0;
      makeRoom(DataLines.bound(length));
      end = DataLines.copy(text, begin, length, bytes, end);
      afterCr = text[length - 1] == '\r';
    }
  }

  /** Data that is there as UTF-8, after a type, and the blank line. */
  void data(byte[] data, int from, int to) {
    if (to - from <= LONG_DATA_BYTES) {
      makeRoom(DataLines.bound(to - from) + Fields.ROOM);
      end = DataLines.copy(data, from, to, bytes, end);
      end = Fields.end(bytes, end);
    } else {
      rest = data;
      restBegin = from;
      restEnd = to;
      restFirstEnd = LineEnds.next(data, from, to);
      restLength = Math.addExact(lengthOfRest(data), 2);
    }
  }

  /** The same in a buffer, whose position stays where it is. */
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

  /**
   * Copies all of it to where there is room, and forgets it: its thread may be idle from now on.
   */
  void writeTo(ByteBuffer target) {
    target.put(bytes, 0, end);
    if (rest != null) {
      writeRest(rest, target);
    }
    clear();
  }

  /** The same into an array. */
  void writeTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, end);
    if (rest != null) {
      writeRest(rest, target, at + end);
    }
    clear();
  }

  /** How much memory it keeps. */
  int capacity() {
    return bytes.length;
  }

  private int lengthOfRest(byte[] text) {
    int length = restEnd - restBegin;
    int lineEnd = restFirstEnd;
    while (lineEnd < restEnd) {
      int next = LineEnds.skip(text, lineEnd, restEnd);
      length = Math.addExact(length, NEXT_LINE.length - (next - lineEnd));
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

  private void writeRest(byte[] text, byte[] target, int at) {
    int to = at;
    int from = restBegin;
    int lineEnd = restFirstEnd;
    while (lineEnd < restEnd) {
      System.arraycopy(text, from, target, to, lineEnd - from);
      to += lineEnd - from;
      System.arraycopy(NEXT_LINE, 0, target, to, NEXT_LINE.length);
      to += NEXT_LINE.length;
      from = LineEnds.skip(text, lineEnd, restEnd);
      lineEnd = LineEnds.next(text, from, restEnd);
    }
    System.arraycopy(text, from, target, to, restEnd - from);
    to += restEnd - from;
    target[to] = '\n';
    target[to + 1] = '\n';
  }

  private void makeRoom(int more) {
    if (more > bytes.length - end) {
      bytes = Arrays.copyOf(bytes, grown(bytes.length, Math.addExact(end, more)));
    }
  }

  /**
   * Twice as much while arrays get as long, so that text that comes in parts is copied seldom; but
   * no more than is kept if that is enough.
   */
  static int grown(int capacity, int needed) {
    int most = needed <= MOST_KEPT_BYTES ? MOST_KEPT_BYTES : LONGEST_ARRAY;
    return Math.max(needed, (int) Math.min(2L * capacity, most));
  }
}
