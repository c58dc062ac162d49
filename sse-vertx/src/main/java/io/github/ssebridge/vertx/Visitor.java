package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who a connection is for.
 *
 * @param number the number of the connection on this node; never that of another one soon
 * @param principal who has logged in, null for nobody or for somebody without a name
 * @param address where the client is, as the router sees it
 */
record Visitor(long number, @Nullable String principal, @Nullable SocketAddress address) {

  // From anywhere, so that the connections of two nodes are not mixed up.
  private static final AtomicLong NUMBERS = new AtomicLong(new SecureRandom().nextLong() >>> 20);

  static Visitor of(HttpServerRequest request, @Nullable String principal) {
    return new Visitor(NUMBERS.getAndIncrement(), principal, request.remoteAddress());
  }

  /** What the connection is called in logs and by its client. */
  String id() {
    return "c" + Long.toString(number, Character.MAX_RADIX);
  }

  /** The host of the client; null if it has none, such as on a domain socket. */
  @Nullable String host() {
    return address == null ? null : address.hostAddress();
  }
}
