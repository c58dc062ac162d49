package io.github.ssebridge.gateway;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.Credentials;
import io.vertx.ext.auth.jwt.JWTAuth;

/**
 * Says of a token that is refused no more than that: what parsers say repeats parts of it, and
 * would get into logs. One whose claims are of wrong types is refused as well, instead of failing.
 */
record SilentJwtAuth(JWTAuth jwt) implements JWTAuth {

  @Override
  public Future<User> authenticate(Credentials credentials) {
    try {
      return jwt.authenticate(credentials)
          .map(SilentJwtAuth::withTextForName)
          .recover(refused -> refusal());
    } catch (RuntimeException malformed) {
      return refusal();
    }
  }

  @Override
  public String generateToken(JsonObject claims, JWTOptions options) {
    return jwt.generateToken(claims, options);
  }

  @Override
  public String generateToken(JsonObject claims) {
    return jwt.generateToken(claims);
  }

  /** A claim {@code sub} is a text (RFC 7519, 4.1.2). */
  private static User withTextForName(User user) {
    Object subject = user.get("sub");
    if (subject != null && !(subject instanceof String)) {
      throw new VertxException("the subject is no text", true);
    }
    return user;
  }

  private static Future<User> refusal() {
    return Future.failedFuture(new VertxException("the token is not valid, or no longer", true));
  }
}
