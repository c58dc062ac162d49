package io.github.ssebridge.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A socket that sends and receives lines, and gives up after a limit; one test owns it. */
final class LineClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Socket socket;
  private final BufferedReader lines;

  LineClient(Socket socket) throws IOException {
    this.socket = socket;
    this.lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    waitAtMost(LIMIT);
  }

  static LineClient connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(Loopback.at(port), (int) LIMIT.toMillis());
      return new LineClient(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void waitAtMost(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
  }

  void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** The next line; null at the end of the stream. */
  String receive() throws IOException {
    return lines.readLine();
  }

  void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
