package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens (RFC 7519) let clients read.
 *
 * @param algorithm how they are signed, such as {@code RS256}, {@code ES256} or {@code HS256}
 * @param key the file of the public key or certificate, in PEM, for {@code RS}, {@code PS}, {@code
 *     ES} and {@code EdDSA}
 * @param secretFile the file of the secret, for {@code HS}
 * @param secretVariable the environment variable of the secret instead
 * @param issuer their {@code iss}; by default any
 * @param audience what one of their {@code aud} must be; by default anything
 * @param streams the claim that has the names of the streams; by default {@code streams}
 * @param queryToken the parameter of the query that may have the token, for pages whose {@code
 *     EventSource} cannot send headers; by default none
 */
record JwtConfig(
    @Nullable String algorithm,
    @Nullable String key,
    @Nullable String secretFile,
    @Nullable String secretVariable,
    @Nullable String issuer,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        @Nullable List<String> audience,
    @Nullable String streams,
    @Nullable String queryToken) {

  static final String DEFAULT_CLAIM = "streams";

  private static final List<String> PUBLIC_KEY =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  // Shorter secrets can be guessed (RFC 7518, section 3.2).
  private static final Map<String, Integer> LEAST_SECRET_BYTES =
      Map.of("HS256", 32, "HS384", 48, "HS512", 64);

  /**
   * Refuses what cannot be checked with.
   *
   * @throws IllegalArgumentException if it cannot, naming the setting
   */
  void check() {
    require(
        algorithm != null,
        "jwt.algorithm is missing: set it to what tokens are signed with, such as RS256, ES256 or"
            + " HS256");
    require(
        PUBLIC_KEY.contains(algorithm) || isSecret(),
        "jwt.algorithm must be one of %s, HS256, HS384, HS512, but is %s"
            .formatted(String.join(", ", PUBLIC_KEY), algorithm));
    if (isSecret()) {
      require(
          key == null,
          "jwt.key is for a public key: %s needs 'secretFile' or 'secretVariable'"
              .formatted(algorithm));
      require(
          (secretFile == null) != (secretVariable == null),
          "jwt.algorithm %s needs one of 'secretFile' and 'secretVariable'".formatted(algorithm));
    } else {
      require(
          key != null && secretFile == null && secretVariable == null,
          "jwt.algorithm %s needs 'key', the PEM file of the public key, and no secret"
              .formatted(algorithm));
    }
    require(
        queryToken == null || queryToken.matches("[A-Za-z0-9_-]+"),
        "jwt.queryToken must be the name of a parameter, such as access_token");
    var unused = keyMaterial(System.getenv());
  }

  /** The claim that has the names of the streams. */
  String claim() {
    return Objects.requireNonNullElse(streams, DEFAULT_CLAIM);
  }

  /**
   * What checks tokens.
   *
   * @throws IllegalArgumentException if the key is none, naming the setting
   */
  JWTAuth auth(Vertx vertx) {
    // No leeway: with one, a stream would go on after its token.
    JWTOptions options = new JWTOptions().setLeeway(0);
    if (issuer != null) {
      options.setIssuer(issuer);
    }
    if (audience != null) {
      options.setAudience(audience);
    }
    PubSecKeyOptions signed =
        new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(keyMaterial(System.getenv()));
    try {
      return JWTAuth.create(
          vertx, new JWTAuthOptions().setJWTOptions(options).addPubSecKey(signed));
    } catch (RuntimeException e) {
      // What it says may have parts of the key in it.
      throw new IllegalArgumentException(
          "jwt.key: %s is no public key for %s: it must be one in PEM, that begins with -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----"
              .formatted(key, algorithm));
    }
  }

  private boolean isSecret() {
    return LEAST_SECRET_BYTES.containsKey(algorithm);
  }

  private Buffer keyMaterial(Map<String, String> environment) {
    if (!isSecret()) {
      byte[] pem = ConfiguredFile.read("jwt.key", Objects.requireNonNull(key));
      require(
          !new String(pem, UTF_8).toUpperCase(Locale.ROOT).contains("PRIVATE"),
          "jwt.key: %s is a private key: the gateway only checks tokens, so give it the public one"
              .formatted(key));
      return Buffer.buffer(pem);
    }
    String setting = secretFile == null ? "jwt.secretVariable" : "jwt.secretFile";
    Buffer secret = Buffer.buffer(secret(setting, environment));
    int least = Objects.requireNonNull(LEAST_SECRET_BYTES.get(algorithm));
    require(
        secret.length() >= least,
        "%s: the secret has %d bytes, but %s needs at least %d"
            .formatted(setting, secret.length(), algorithm, least));
    return secret;
  }

  private byte[] secret(String setting, Map<String, String> environment) {
    if (secretVariable != null) {
      String value = environment.get(secretVariable);
      require(value != null, "%s: the environment has no %s".formatted(setting, secretVariable));
      return Objects.requireNonNull(value).getBytes(UTF_8);
    }
    byte[] content = ConfiguredFile.read(setting, Objects.requireNonNull(secretFile));
    int length = content.length;
    // Most editors end a file with a line end that nobody meant.
    while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
      length--;
    }
    return Arrays.copyOf(content, length);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
