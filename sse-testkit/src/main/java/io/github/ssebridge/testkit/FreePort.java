package io.github.ssebridge.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds free TCP ports on 127.0.0.1; this class owns the set of ports given out in this JVM, so
 * that no port is given out twice.
 *
 * <p>JVMs at the same time have ranges of their own: each listens on the first port of its range as
 * long as it lives. Safe for use by any thread.
 */
public final class FreePort {
  // Below the range the system takes the local ports of outgoing connections from: a port in that
  // range can be taken while its server is down, even by a client that tries to reach the server.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int RANGE = 1_000;
  private static final int ATTEMPTS = 1_000;

  private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();
  private static final ServerSocket CLAIM = claim();

  private FreePort() {}

  /**
   * Returns a port nothing listens on, between 20000 and 32000.
   *
   * @throws IllegalStateException if a thousand random ports were all taken
   */
  public static int find() {
    int first = CLAIM.getLocalPort();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(first + 1, first + RANGE);
      if (!GIVEN_OUT.contains(port) && isFree(port) && GIVEN_OUT.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No free port found between " + first + " and " + (first + RANGE) + " on 127.0.0.1");
  }

  /** Listens on the first port of a range that no other JVM has; begins anywhere. */
  private static ServerSocket claim() {
    int ranges = (HIGHEST - LOWEST) / RANGE;
    int begin = ThreadLocalRandom.current().nextInt(ranges);
    for (int i = 0; i < ranges; i++) {
      ServerSocket claimed = bindIfFree(LOWEST + (begin + i) % ranges * RANGE);
      if (claimed != null) {
        return claimed;
      }
    }
    throw new IllegalStateException(
        "Each range of ports between %d and %d on 127.0.0.1 has its JVM: end one of these %d"
            .formatted(LOWEST, HIGHEST, ranges));
  }

  /**
   * Gives out this port; throws an IllegalStateException that says what it was for, if it is taken.
   */
  static void requireFree(int port, String what) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("The port for " + what + " must be 1 to 65535: " + port);
    }
    try {
      bindOnce(port);
      GIVEN_OUT.add(port);
    } catch (IOException e) {
      throw taken(port, what, e);
    }
  }

  private static IllegalStateException taken(int port, String what, IOException cause) {
    return new IllegalStateException(
        "Port %d on 127.0.0.1 is not free for %s (%s): stop what listens there or choose another port"
            .formatted(port, what, cause.getMessage()),
        cause);
  }

  private static boolean isFree(int port) {
    try {
      bindOnce(port);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable ServerSocket bindIfFree(int port) {
    try {
      return bind(port);
    } catch (IOException e) {
      return null;
    }
  }

  private static void bindOnce(int port) throws IOException {
    bind(port).close();
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      // The servers set it too: without it, old connections in TIME_WAIT block the port.
      socket.setReuseAddress(true);
      socket.bind(Loopback.at(port), 1);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
