package io.github.ssebridge.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free TCP ports on 127.0.0.1; this class owns the set of ports given out in this JVM, so
 * that no port is given out twice.
 *
 * <p>Safe for use by any thread.
 */
public final class FreePort {
  // Below the range the system takes the local ports of outgoing connections from: a port in that
  // range can be taken while its server is down, even by a client that tries to reach the server.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /**
   * Returns a port nothing listens on, between 20000 and 32000.
   *
   * @throws IllegalStateException if a thousand random ports were all taken
   */
  public static int find() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!GIVEN_OUT.contains(port) && isFree(port) && GIVEN_OUT.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No free port found between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1");
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

  private static void bindOnce(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      // The servers set it too: without it, old connections in TIME_WAIT block the port.
      socket.setReuseAddress(true);
      socket.bind(Loopback.at(port), 1);
    }
  }
}
