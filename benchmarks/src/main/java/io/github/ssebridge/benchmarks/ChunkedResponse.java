package io.github.ssebridge.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes the head and the frames of HTTP/1.1 chunks off a response, and hands on what is in them.
 * Confined to the client's event loop.
 */
final class ChunkedResponse {

  /** What is in the frames, which may begin and end anywhere. */
  interface Body {
    void read(byte[] in, int from, int to);
  }

  private enum State {
    HEAD,
    SIZE,
    BODY,
    BODY_END,
    OVER
  }

  private static final int MAX_HEAD = 4096;

  private final Body body;
  private State state = State.HEAD;
  private @Nullable StringBuilder head = new StringBuilder();
  private int left;

  ChunkedResponse(Body body) {
    this.body = body;
  }

  /** Whether the whole head has come. */
  boolean isOpen() {
    return state != State.HEAD;
  }

  /** Whether the server has ended the response. */
  boolean isOver() {
    return state == State.OVER;
  }

  /** Reads what came from the socket; what is wrong with it, null if nothing. */
  @Nullable String read(byte[] in, int to) {
    int at = 0;
    while (at < to) {
      if (state == State.BODY) {
        int length = Math.min(left, to - at);
        body.read(in, at, at + length);
        left -= length;
        at += length;
        if (left == 0) {
          state = State.BODY_END;
        }
      } else {
        String wrong = readFrame((char) in[at++]);
        if (wrong != null) {
          return wrong;
        }
      }
    }
    return null;
  }

  private @Nullable String readFrame(char next) {
    switch (state) {
      case HEAD -> {
        return readHead(next);
      }
      case SIZE -> {
        if (next == '\n') {
          state = left == 0 ? State.OVER : State.BODY;
        } else if (next != '\r') {
          int digit = Character.digit(next, 16);
          if (digit < 0) {
            return "not the size of a chunk: '" + next + "'";
          }
          left = left << 4 | digit;
        }
      }
      case BODY_END -> {
        if (next == '\n') {
          state = State.SIZE;
        } else if (next != '\r') {
          return "a chunk is longer than it says";
        }
      }
      default -> {
        // What follows the last chunk, which ends the response.
      }
    }
    return null;
  }

  private @Nullable String readHead(char next) {
    StringBuilder soFar = head;
    if (soFar == null || soFar.length() == MAX_HEAD) {
      return "the head does not end";
    }
    soFar.append(next);
    if (next != '\n' || soFar.indexOf("\r\n\r\n", soFar.length() - 4) < 0) {
      return null;
    }
    String text = soFar.toString();
    head = null;
    state = State.SIZE;
    boolean chunked = text.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
    return text.startsWith("HTTP/1.1 200 ") && chunked ? null : "not this head: " + text;
  }
}
