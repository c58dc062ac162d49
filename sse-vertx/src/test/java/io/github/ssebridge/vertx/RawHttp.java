package io.github.ssebridge.vertx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A socket that says exactly what it is told to. */
final class RawHttp implements AutoCloseable {

  private final Socket socket = new Socket();

  RawHttp(int port, int receiveBufferBytes, String request) throws IOException {
    socket.setReceiveBufferSize(receiveBufferBytes);
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(ISO_8859_1));
  }

  /** All bytes until the server closes. */
  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** All bytes until some text has come. */
  String readUntil(String text) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    InputStream in = socket.getInputStream();
    while (!read.toString(ISO_8859_1).contains(text)) {
      int n = in.read(chunk);
      if (n < 0) {
        throw new AssertionError("ended before '" + text + "': " + read);
      }
      read.write(chunk, 0, n);
    }
    return read.toString(ISO_8859_1);
  }

  /** So many bytes at most. */
  void readSome(int bytes) throws IOException {
    int read = socket.getInputStream().read(new byte[bytes]);
    if (read < 0) {
      throw new AssertionError("ended");
    }
  }

  /** Resets the connection instead of closing it in order. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
