package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A client with a small socket, which takes what it is sent only when it is told to. */
final class SlowClient implements AutoCloseable {

  private final Socket socket = new Socket();

  SlowClient(int port, String path) throws IOException {
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path).getBytes(UTF_8));
    readUntil("sse:open");
  }

  /** Takes what comes until a word is among it. */
  void readUntil(String word) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] chunk = new byte[64 << 10];
    String end = "";
    while (!end.contains(word)) {
      int length = in.read(chunk);
      if (length < 0) {
        throw new IOException("it ended without " + word);
      }
      String both = end + new String(chunk, 0, length, UTF_8);
      // The word may come in two pieces.
      end = both.contains(word) ? word : both.substring(Math.max(0, both.length() - 64));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
