package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that count the bytes of the events that come, and throw them away; one thread reads all
 * of them.
 */
final class Discarding {

  private static final int TRIES = 500;
  private static final double LOOK_SECONDS = 0.01;

  private final Selector selector;
  private final AtomicLong bytes = new AtomicLong();
  private long begin;

  Discarding() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a path by so many connections. */
  void connect(int port, String path, int connections) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n";
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new ChunkedResponse(this::count));
    }
    Thread thread = new Thread(this::read, "discarding");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until what comes first has come; what comes from then on counts. */
  void awaitQuiet() {
    long before = -1;
    while (begin != before) {
      before = begin;
      Clock.sleep(0.2);
      begin = bytes.get();
    }
  }

  /** Fails unless so many bytes come soon, and no more. */
  void awaitBytes(long expected) {
    for (int i = 0; i < TRIES && bytes.get() - begin < expected; i++) {
      Clock.sleep(LOOK_SECONDS);
    }
    long came = bytes.get() - begin;
    if (came != expected) {
      throw new IllegalStateException(expected + " bytes should have come, but it is " + came);
    }
  }

  void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void read() {
    byte[] into = new byte[64 << 10];
    try {
      while (true) {
        selector.select(key -> discard(key, into));
      }
    } catch (ClosedSelectorException | IOException | UncheckedIOException over) {
      // All clients have been closed.
    }
  }

  private void count(byte[] in, int from, int to) {
    bytes.addAndGet(to - from);
  }

  private void discard(SelectionKey key, byte[] into) {
    try {
      int count = ((SocketChannel) key.channel()).read(ByteBuffer.wrap(into));
      if (count < 0) {
        key.cancel();
      } else {
        var unused = ((ChunkedResponse) key.attachment()).read(into, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
