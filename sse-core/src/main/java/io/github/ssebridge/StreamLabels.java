package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Makes blocks of one stream into blocks of a connection that carries several: the type of an event
 * becomes {@code STREAM/TYPE}, and its id says where the client is in all streams. Control events
 * keep their types, since their data names the stream. Confined to its subscription.
 */
final class StreamLabels {

  private static final byte[] ID = "id: ".getBytes(US_ASCII);
  private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
  private static final long SHORTEST_BLOCK = 32;
  private static final byte[] CONTROL = ServerSentEvent.CONTROL_PREFIX.getBytes(US_ASCII);
  private static final byte[] DEFAULT_TYPE =
      (ServerSentEvent.DEFAULT_TYPE + "\n").getBytes(US_ASCII);

  private final List<byte[]> typePrefixes;
  private final CombinedId id;

  StreamLabels(List<String> names, List<String> positions) {
    this.typePrefixes = names.stream().map(name -> (name + "/").getBytes(US_ASCII)).toList();
    this.id = new CombinedId(names, positions);
  }

  /** How many bytes of a stream's blocks are at most so many when they are labelled. */
  int beforeLabelling(int maxBytes) {
    // The id holds every name, so it is longer than what the type gets.
    long label = 2L * id.lengthOfNames() + id.length();
    return (int) Math.max(1, maxBytes * SHORTEST_BLOCK / (SHORTEST_BLOCK + label));
  }

  /** The blocks of a slice, which is released, as this connection's own. */
  LogSlice label(int stream, LogSlice slice) {
    byte[] blocks = new byte[slice.bytes().remaining()];
    slice.bytes().get(blocks);
    slice.release();
    ByteArrayOutputStream labelled = new ByteArrayOutputStream(blocks.length + 512);
    int at = 0;
    while (at < blocks.length) {
      at = label(stream, blocks, at, labelled);
    }
    return LogSlice.of(ByteBuffer.wrap(labelled.toByteArray()), slice.events());
  }

  /** Labels one block; returns where the next one begins. */
  private int label(int stream, byte[] blocks, int begin, ByteArrayOutputStream to) {
    int at = begin;
    if (startsWith(ID, blocks, begin)) {
      at = lineEnd(blocks, begin);
      id.moveTo(stream, Arrays.copyOfRange(blocks, begin + ID.length, at - 1));
    }
    writeId(to);
    boolean typed = startsWith(EVENT, blocks, at);
    int type = typed ? at + EVENT.length : at;
    to.writeBytes(EVENT);
    if (!typed) {
      to.writeBytes(typePrefixes.get(stream));
      to.writeBytes(DEFAULT_TYPE);
    } else if (!startsWith(CONTROL, blocks, type)) {
      to.writeBytes(typePrefixes.get(stream));
    }
    at = type;
    while (blocks[at] != '\n') {
      int lineEnd = lineEnd(blocks, at);
      to.write(blocks, at, lineEnd - at);
      at = lineEnd;
    }
    to.write('\n');
    return at + 1;
  }

  private void writeId(ByteArrayOutputStream to) {
    byte[] combined = id.toBytes();
    if (combined.length > 0) {
      to.writeBytes(ID);
      to.writeBytes(combined);
      to.write('\n');
    }
  }

  private static int lineEnd(byte[] blocks, int from) {
    int at = from;
    while (blocks[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static boolean startsWith(byte[] prefix, byte[] blocks, int from) {
    return Arrays.equals(prefix, 0, prefix.length, blocks, from, from + prefix.length);
  }
}
