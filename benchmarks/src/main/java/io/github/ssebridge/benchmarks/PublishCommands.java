package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** Commands to publish into one channel, many in one write. Owned by the thread that publishes. */
final class PublishCommands {

  private static final int CAPACITY = 64 << 10;
  private static final int MOST_FRAME_BYTES = 16;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final byte[] head;
  private final byte[] bytes = new byte[CAPACITY];
  private int length;

  private PublishCommands(String... arguments) {
    StringBuilder command = new StringBuilder("*" + (arguments.length + 1) + "\r\n");
    for (String argument : arguments) {
      command.append('$').append(argument.getBytes(UTF_8).length).append("\r\n");
      command.append(argument).append("\r\n");
    }
    this.head = command.append('$').toString().getBytes(UTF_8);
  }

  static PublishCommands to(RedisKind kind, String name) {
    return kind == RedisKind.CHANNEL
        ? new PublishCommands("PUBLISH", name)
        : new PublishCommands("XADD", name, "*", BareEntryReader.DATA);
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Whether there is room for another message. */
  boolean takes(byte[] message) {
    return length + head.length + message.length + MOST_FRAME_BYTES <= CAPACITY;
  }

  void add(byte[] message) {
    put(head);
    put(Integer.toString(message.length).getBytes(UTF_8));
    put(LINE_END);
    put(message);
    put(LINE_END);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  private void put(byte[] more) {
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }
}
