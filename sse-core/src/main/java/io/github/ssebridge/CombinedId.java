package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a connection that carries several streams: where the client is in each of them, as
 * {@code 2,NAME=ID,NAME=ID}. Names and ids have neither commas nor equals signs. Confined to its
 * subscription.
 */
final class CombinedId {

  /** The longest id that clients and servers bear. */
  static final int MAX_LENGTH = 1024;

  private static final String PREFIX = "2,";
  private static final Pattern WELL_FORMED = Pattern.compile("2(,[^,=]+=[^,=]+)+");

  private static final Pattern USABLE = Pattern.compile("[!-~&&[^,=]]{1," + MAX_LENGTH + "}");

  /** What the ids of one stream may take that are positions in a source. */
  static final int REPLAYABLE_LENGTH = 100;

  /** About how long the ids of one stream are. */
  static final int USUAL_LENGTH = 20;

  // What stands around an id, and what it may yet grow.
  private static final int SLACK = 12;

  private final byte[][] names;
  private final byte[][] positions;

  CombinedId(List<String> names, List<String> positions) {
    this.names = names.stream().map(name -> ascii(name + "=")).toArray(byte[][]::new);
    this.positions = positions.stream().map(CombinedId::usable).toArray(byte[][]::new);
  }

  /** A position that a client has brought may be any text; empty stands for none. */
  private static byte[] usable(String position) {
    return ascii(USABLE.matcher(position).matches() ? position : "");
  }

  /** Refuses streams whose ids could become too long, given how long they are now. */
  static void requireFit(List<String> names, int idLengths) {
    if (names.isEmpty() || names.size() != Set.copyOf(names).size()) {
      throw new IllegalArgumentException("one or more different streams are wanted, not " + names);
    }
    int longest = idLengths + names.stream().mapToInt(name -> name.length() + SLACK).sum();
    if (names.size() > 1 && PREFIX.length() + longest > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the ids of "
              + names.size()
              + " streams with names this long could pass "
              + MAX_LENGTH
              + " characters: read fewer on one connection");
    }
  }

  /**
   * Where a client is in a stream: null if it has not read that stream. An id of another form is
   * taken for the stream's own, and so is one that is damaged, which no stream can use.
   */
  static @Nullable String positionIn(String stream, @Nullable String lastEventId) {
    if (lastEventId == null
        || lastEventId.length() > MAX_LENGTH
        || !WELL_FORMED.matcher(lastEventId).matches()) {
      return lastEventId;
    }
    String name = "," + stream + "=";
    int at = lastEventId.indexOf(name);
    if (at < 0) {
      return null;
    }
    int begin = at + name.length();
    int end = lastEventId.indexOf(',', begin);
    return lastEventId.substring(begin, end < 0 ? lastEventId.length() : end);
  }

  /** The client has got an event of one of the streams. */
  void moveTo(int stream, byte[] position) {
    positions[stream] = position;
  }

  int lengthOfNames() {
    return Arrays.stream(names).mapToInt(name -> name.length).sum();
  }

  int length() {
    int length = PREFIX.length() - 1;
    for (int i = 0; i < names.length; i++) {
      length += positions[i].length == 0 ? 0 : 1 + names[i].length + positions[i].length;
    }
    return length;
  }

  /** The id: empty if nothing is known yet, or if it would be longer than may be. */
  byte[] toBytes() {
    int length = length();
    if (length < PREFIX.length() || length > MAX_LENGTH) {
      return new byte[0];
    }
    byte[] id = new byte[length];
    int at = put(ascii("2"), id, 0);
    for (int i = 0; i < names.length; i++) {
      if (positions[i].length > 0) {
        id[at++] = ',';
        at = put(positions[i], id, put(names[i], id, at));
      }
    }
    return id;
  }

  private static int put(byte[] part, byte[] into, int at) {
    System.arraycopy(part, 0, into, at, part.length);
    return at + part.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
