package io.github.ssebridge.testkit;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The address 127.0.0.1, also where the system would prefer ::1; holds no state. */
final class Loopback {
  private Loopback() {}

  static InetSocketAddress at(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("Four bytes are an address", e);
    }
  }
}
