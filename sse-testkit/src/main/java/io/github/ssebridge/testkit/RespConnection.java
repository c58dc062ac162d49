package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection to a Redis on 127.0.0.1 in its own protocol (RESP2); one thread owns it. */
final class RespConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Connects; that, and each answer later, may take as long as the limit. */
  static RespConnection open(int port, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(Loopback.at(port), (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      return new RespConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Gives a command, to be sent by {@link #flush}. */
  void write(byte[]... words) throws IOException {
    out.write(("*" + words.length + "\r\n").getBytes(US_ASCII));
    for (byte[] word : words) {
      out.write(("$" + word.length + "\r\n").getBytes(US_ASCII));
      out.write(word);
      out.write("\r\n".getBytes(US_ASCII));
    }
  }

  /** Sends what was written. */
  void flush() throws IOException {
    out.flush();
  }

  /**
   * The next answer: a Long, a String, a List of answers, or null.
   *
   * @throws IllegalStateException if it is an error, with its text
   */
  @Nullable Object read() throws IOException {
    int kind = in.read();
    String rest = line();
    return switch (kind) {
      case '+' -> rest;
      case '-' -> throw new IllegalStateException(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> text(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      default -> throw new IOException("no answer of a Redis: " + (char) kind + rest);
    };
  }

  private @Nullable String text(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the connection ended amid an answer");
    }
    return new String(bytes, 0, length, UTF_8);
  }

  private @Nullable List<@Nullable Object> list(int size) throws IOException {
    if (size < 0) {
      return null;
    }
    List<@Nullable Object> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(read());
    }
    return all;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended amid an answer");
      }
      line.append((char) next);
    }
    if (in.read() != '\n') {
      throw new IOException("no line of a Redis: " + line);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
