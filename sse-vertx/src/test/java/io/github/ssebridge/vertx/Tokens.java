package io.github.ssebridge.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.handler.JWTAuthHandler;
import java.time.Instant;
import java.util.Map;

/** Real JSON Web Tokens, and the handler that asks for them. */
final class Tokens {

  private final JWTAuth jwt;

  Tokens(Vertx vertx) {
    jwt =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions()
                        .setAlgorithm("HS256")
                        .setBuffer("a secret of the test, as long as the hash")));
  }

  JWTAuthHandler handler() {
    return JWTAuthHandler.create(jwt);
  }

  String token(String subject, Instant expires) {
    return jwt.generateToken(
        new JsonObject().put("sub", subject).put("exp", expires.getEpochSecond()));
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  Map<String, String> login(String subject, Instant expires) {
    return bearer(token(subject, expires));
  }
}
