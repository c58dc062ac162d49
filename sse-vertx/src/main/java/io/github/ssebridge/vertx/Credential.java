package io.github.ssebridge.vertx;

import io.vertx.ext.auth.User;
import org.jspecify.annotations.Nullable;

/**
 * What lets a client read until some time.
 *
 * @param url what it was used for: path and query, but for a token in the query
 * @param expiresAtMillis when it expires, in milliseconds since 1970
 */
record Credential(String url, long expiresAtMillis) {

  /** The credential does not expire. */
  static final long NEVER = Long.MAX_VALUE;

  private static final String EXPIRES = "exp";

  /**
   * When what a user has logged in with expires, as the authentication handlers of Vert.x say it:
   * the NumericDate {@code exp} (RFC 7519) among its attributes or in its principal.
   */
  static long expiresAtMillis(@Nullable User user) {
    Object expires = user == null ? null : user.get(EXPIRES);
    if (!(expires instanceof Number seconds)) {
      return NEVER;
    }
    double millis = seconds.doubleValue() * 1000;
    return millis >= NEVER ? NEVER : (long) millis;
  }

  /** The same for a longer or shorter time. */
  Credential until(long newExpiresAtMillis) {
    return new Credential(url, newExpiresAtMillis);
  }

  boolean hasExpired() {
    return remainingMillis() <= 0;
  }

  long remainingMillis() {
    return expiresAtMillis == NEVER ? NEVER : expiresAtMillis - System.currentTimeMillis();
  }
}
