package io.github.ssebridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One proxied connection: owns the client's socket, the socket to the target and the two daemon
 * threads that carry bytes between them.
 */
final class ProxyLink {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final int BUFFER_BYTES = 16 << 10;

  private final SocketChannel client;
  private final SocketChannel target;
  private final Gate gate;
  private final Consumer<ProxyLink> ended;
  private final AtomicInteger directionsOpen = new AtomicInteger(2);

  ProxyLink(SocketChannel client, Gate gate, Consumer<ProxyLink> ended) throws IOException {
    this.client = client;
    this.target = SocketChannel.open();
    this.gate = gate;
    this.ended = ended;
  }

  void start(String host, int port) {
    spawn(
        "tcp-proxy-up",
        () -> {
          target
              .socket()
              .connect(new InetSocketAddress(host, port), (int) CONNECT_LIMIT.toMillis());
          client.setOption(StandardSocketOptions.TCP_NODELAY, true);
          target.setOption(StandardSocketOptions.TCP_NODELAY, true);
          spawn("tcp-proxy-down", () -> pump(target, client));
          pump(client, target);
        });
  }

  /** Closes both sides at once with RST instead of FIN. */
  void reset() {
    resetOne(client);
    resetOne(target);
    gate.nudge();
    ended.accept(this);
  }

  private void pump(SocketChannel from, SocketChannel to) throws IOException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (from.read(buffer) >= 0) {
      gate.pass(from);
      buffer.flip();
      while (buffer.hasRemaining()) {
        to.write(buffer);
      }
      buffer.clear();
    }
    gate.pass(from);
    to.shutdownOutput();
    if (directionsOpen.decrementAndGet() == 0) {
      client.close();
      target.close();
      ended.accept(this);
    }
  }

  private void spawn(String name, Pumping pumping) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pumping.run();
              } catch (IOException | InterruptedException e) {
                // One side failed or was cut: the other side must see that too.
                reset();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void resetOne(SocketChannel channel) {
    try {
      if (channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // Closed by the other thread meanwhile.
      return;
    } finally {
      closeNow(channel);
    }
  }

  private static void closeNow(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close a proxied connection", e);
    }
  }

  @FunctionalInterface
  private interface Pumping {
    void run() throws IOException, InterruptedException;
  }
}
