package io.github.ssebridge.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Where a node tells its metrics: on a port of their own, since what they say is not for clients.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any that is free
 */
record MetricsConfig(@Nullable String host, @Nullable Integer port) {

  static final String DEFAULT_HOST = "127.0.0.1";

  String hostOrDefault() {
    return host == null ? DEFAULT_HOST : host;
  }

  /**
   * The port, if there is one that can be listened on.
   *
   * @throws IllegalArgumentException if there is not, naming the setting
   */
  int checkedPort() {
    if (port == null) {
      throw new IllegalArgumentException("metrics.port is missing: choose one that is not 'port'");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("metrics.port must be from 0 to 65535, but is " + port);
    }
    return port;
  }
}
