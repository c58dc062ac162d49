package io.github.ssebridge.testkit;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One listening socket on 127.0.0.1 with its thread; owns both and hands every connection over, in
 * the order they were made.
 */
final class Acceptor implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ServerSocketChannel server;
  private final Selector selector;
  private final Consumer<SocketChannel> connections;
  private final Thread thread;

  Acceptor(int port, Consumer<SocketChannel> connections) throws IOException {
    this.connections = connections;
    this.selector = Selector.open();
    this.server = ServerSocketChannel.open();
    try {
      server.bind(Loopback.at(port));
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      server.close();
      selector.close();
      throw e;
    }
    this.thread = new Thread(this::run, "tcp-proxy-accept-" + port);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands over all connections that clients have made up to now. */
  synchronized void acceptPending() throws IOException {
    SocketChannel connection = server.accept();
    while (connection != null) {
      connections.accept(connection);
      connection = server.accept();
    }
  }

  /** Closes the socket; when it returns, new connections are refused. */
  @Override
  public void close() throws IOException {
    server.close();
    // The system keeps listening until the selector has let go of the closed channel.
    selector.wakeup();
    try {
      thread.join(LIMIT.toMillis());
      if (thread.isAlive()) {
        throw Waiting.tooLong("Closing a listening socket", LIMIT);
      }
    } catch (InterruptedException e) {
      throw Waiting.interrupted("Closing a listening socket", e);
    }
  }

  private void run() {
    try (selector) {
      while (server.isOpen()) {
        selector.select();
        selector.selectedKeys().clear();
        acceptPending();
      }
    } catch (ClosedChannelException e) {
      // Closed while it accepted: the usual end.
      return;
    } catch (IOException e) {
      throw new IllegalStateException("The proxy can no longer accept connections", e);
    }
  }
}
