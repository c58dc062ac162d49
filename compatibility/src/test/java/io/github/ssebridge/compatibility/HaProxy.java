package io.github.ssebridge.compatibility;

import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.Programs;
import java.nio.file.Path;
import java.util.List;

/** HAProxy in front of a server, in its mode for HTTP. */
final class HaProxy {

  private HaProxy() {}

  /**
   * Starts it.
   *
   * @param timeout of both sides, such as {@code 2s}
   * @param lines more lines of its section {@code listen}
   */
  static ProxyProcess inFrontOf(StreamServer server, Path dir, String timeout, String... lines) {
    int port = FreePort.find();
    String configuration =
        """
        defaults
          mode http
          timeout connect 2s
          timeout client %1$s
          timeout server %1$s

        listen streams
          bind 127.0.0.1:%2$d
          server bridge 127.0.0.1:%3$d
          %4$s
        """
            .formatted(timeout, port, server.port(), String.join("\n  ", lines));
    return new ProxyProcess(
        Programs.need("haproxy", "haproxy"),
        file -> List.of("-db", "-f", file.toString()),
        dir,
        configuration,
        port);
  }
}
