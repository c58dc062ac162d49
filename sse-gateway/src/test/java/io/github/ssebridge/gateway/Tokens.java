package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs real tokens (RFC 7519) by HS256, of whatever claims. */
final class Tokens {

  static final String SECRET = "a secret of the tests, as long as the hash at least";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Tokens() {}

  /** The claims that the gateway of the tests asks for. */
  static JsonObject claims(String subject, Instant expires, String... streams) {
    return new JsonObject()
        .put("sub", subject)
        .put("iss", "login")
        .put("aud", "sse")
        .put("exp", expires.getEpochSecond())
        .put("streams", new JsonArray(List.of(streams)));
  }

  /** A token that lives for a minute. */
  static String of(String subject, String... streams) {
    return signed(claims(subject, Instant.now().plusSeconds(60), streams));
  }

  static String signed(JsonObject claims) {
    return signed(claims, SECRET);
  }

  static String signed(JsonObject claims, String secret) {
    String signedPart =
        encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
            + "."
            + encode(claims.encode().getBytes(UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return signedPart + "." + encode(mac.doFinal(signedPart.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static String encode(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }
}
