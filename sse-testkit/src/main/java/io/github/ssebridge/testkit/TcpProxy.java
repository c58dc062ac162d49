package io.github.ssebridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that fails on demand; this object owns its port, its connections and
 * their daemon threads until {@link #close}.
 *
 * <p>A fault has taken effect when the call returns. Safe for use by any thread; failures of the
 * proxy's own sockets are UncheckedIOExceptions.
 */
public final class TcpProxy implements AutoCloseable {
  private final String host;
  private final int targetPort;
  private final int port = FreePort.find();
  private final Gate gate = new Gate();
  private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
  private @Nullable Acceptor acceptor;

  private TcpProxy(String host, int targetPort) {
    this.host = host;
    this.targetPort = targetPort;
  }

  /** Starts a proxy, on a free port, that connects to this target once per client. */
  public static TcpProxy to(String host, int port) {
    TcpProxy proxy = new TcpProxy(host, port);
    proxy.accept();
    return proxy;
  }

  /** The port clients connect to; it stays the same for the life of this object. */
  public int port() {
    return port;
  }

  /** Closes every open connection with RST; new ones are accepted. */
  public synchronized void cutAll() {
    if (acceptor != null) {
      try {
        acceptor.acceptPending();
      } catch (IOException e) {
        throw failed("accept connections", e);
      }
    }
    links.forEach(ProxyLink::reset);
  }

  /** Closes every open connection with RST and refuses new ones, until {@link #accept}. */
  public synchronized void refuse() {
    Acceptor listening = acceptor;
    acceptor = null;
    if (listening != null) {
      try {
        listening.close();
      } catch (IOException e) {
        throw failed("close", e);
      }
    }
    links.forEach(ProxyLink::reset);
  }

  /** Accepts connections again after {@link #refuse}; does nothing if it does already. */
  public synchronized void accept() {
    if (acceptor != null) {
      return;
    }
    try {
      acceptor = new Acceptor(port, this::link);
    } catch (IOException e) {
      throw failed("listen", e);
    }
  }

  /** Holds the bytes of both directions and closes nothing, until {@link #flow}. */
  public void stall() {
    gate.shut();
  }

  /** Lets the bytes held by {@link #stall} and all later ones pass. */
  public void flow() {
    gate.open();
  }

  /** Closes the port and every connection; does nothing the second time. */
  @Override
  public void close() {
    refuse();
  }

  private void link(SocketChannel client) {
    try {
      ProxyLink link = new ProxyLink(client, gate, links::remove);
      links.add(link);
      link.start(host, targetPort);
    } catch (IOException e) {
      throw failed("open a socket", e);
    }
  }

  private UncheckedIOException failed(String what, IOException cause) {
    return new UncheckedIOException(
        "The proxy on port %d for %s:%d cannot %s (%s)"
            .formatted(port, host, targetPort, what, cause.getMessage()),
        cause);
  }
}
