package io.github.ssebridge.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.testkit.TestCertificate;
import io.github.ssebridge.vertx.ConnectionLimits;
import io.github.ssebridge.vertx.SseHandlerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of how streams are served, whatever they are. */
class ServingConfigTest {

  private static final String GOOD =
      """
      port: 8081
      redis: { uri: "redis://localhost:6379" }
      streams:
        chat: { channel: chat, public: true }
      connections:
        total: 1000
        perPrincipal: 20
        perAddress: 50
        heartbeat: 500ms
        stallTimeout: 30s
        maxAge: 2h
        maxIdle: 10m
        reauthAhead: 1m
        maxStreams: 4
        maxKeys: 8
        compression: true
      trustForwarded: true
      tls: { certificate: DIR/certificate.pem, key: DIR/key.pem }
      origins: [https://app.example.com, 'http://localhost:3000']
      drain: 20s
      jwt:
        algorithm: RS256
        key: DIR/public.pem
        issuer: https://login.example.com
        audience: sse
        streams: rooms
        queryToken: access_token
      """;

  @TempDir static Path dir;

  @BeforeAll
  static void makeFiles() throws Exception {
    var unused = TestCertificate.create().writeTo(dir);
    Files.writeString(dir.resolve("short"), "too short\n");
    Files.writeString(dir.resolve("text"), "hello\n");
    Files.writeString(dir.resolve("passphrase"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
  }

  private static GatewayConfig read(String yaml) throws Exception {
    String text = yaml.replace("DIR", dir.toString());
    return ConfigFile.read(Files.writeString(dir.resolve("gateway.yaml"), text));
  }

  @Test
  void readsEverySetting() throws Exception {
    GatewayConfig config = read(GOOD);
    ConnectionsConfig connections = config.connectionsOrDefault();
    assertThat(connections.limits()).isEqualTo(new ConnectionLimits(1000, 20, 50));
    assertThat(connections.options())
        .isEqualTo(
            SseHandlerOptions.defaults()
                .withHeartbeat(Duration.ofMillis(500))
                .withStallTimeout(Duration.ofSeconds(30))
                .withMaxAge(Duration.ofHours(2), Duration.ofMinutes(10))
                .withReauthAhead(Duration.ofMinutes(1))
                .withMaxStreams(4, 8)
                .withCompression(true));
    assertThat(config.trustForwarded()).isTrue();
    assertThat(config.origins()).hasSize(2);
    assertThat(config.drainOrDefault()).isEqualTo(Duration.ofSeconds(20));
    assertThat(requireNonNull(config.jwt()).audience()).containsExactly("sse");
    assertThat(requireNonNull(config.jwt()).claim()).isEqualTo("rooms");
  }

  @Test
  void everythingHasADefault() throws Exception {
    String streams = "streams: { chat: { channel: chat } }\nredis: { uri: 'redis://localhost' }";
    ConnectionsConfig connections = read(streams).connectionsOrDefault();
    assertThat(connections.limits()).isEqualTo(ConnectionLimits.defaults());
    assertThat(connections.options()).isEqualTo(SseHandlerOptions.defaults());
    assertThat(read(streams).drainOrDefault()).isEqualTo(Duration.ofSeconds(5));
    assertThat(read(streams + "\nconnections: { total: 7 }").connectionsOrDefault().limits())
        .isEqualTo(ConnectionLimits.defaults().withTotal(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          total: 1000         | total: 0            | connections.total must be at least 1, but is 0
          total: 1000         | total: many         | 'connections.total' must be a whole number
          total: 1000         | totall: 5           | unknown setting 'connections.totall'; known here: compression, heartbeat, maxAge
          heartbeat: 500ms    | heartbeat: 15       | connections.heartbeat must be a time such as 500ms, 15s, 10m, 2h or 1d, but is 15
          heartbeat: 500ms    | heartbeat: 5ms      | connections.heartbeat must be from PT0.01S to PT24H
          maxAge: 2h          | maxAge: never       | connections.maxAge must be a time such as
          maxIdle: 10m        | maxIdle: 5ms        | connections.maxIdle must be from
          compression: true   | compression: gzip   | 'connections.compression' must be true or false
          drain: 20s          | drain: soon         | drain must be a time such as
          drain: 20s          | drain: 1h           | drain must be at most 10m, but is 1h
          "[https://app.example.com," | "['*'," | origins: an origin must be scheme://host or scheme://host:port, without a path or wildcard, but is '*'
          "[https://app.example.com," | "[https://*.example.com," | origins: an origin must be
          "[https://app.example.com," | "[https://app.example.com/," | origins: an origin must be
          "[https://app.example.com, 'http://localhost:3000']" | "[]" | origins is empty: name those whose pages may read
          "[https://app.example.com, 'http://localhost:3000']" | "{ a: b }" | 'origins.[0]' must be a text
          ", key: DIR/key.pem" | ""                 | tls needs both 'certificate' and 'key'
          DIR/certificate.pem | DIR/none.pem        | tls.certificate: there is no file
          DIR/certificate.pem | DIR                 | tls.certificate: cannot read
          DIR/certificate.pem | DIR/key.pem         | is no certificate in PEM: it begins with -----BEGIN CERTIFICATE-----
          DIR/key.pem         | DIR/none.pem        | tls.key: there is no file
          DIR/key.pem         | DIR/certificate.pem | is no private key in PEM: it begins with -----BEGIN PRIVATE KEY-----
          DIR/key.pem         | DIR/passphrase      | has a passphrase, which nobody could enter
          algorithm: RS256    | "issuer2: x"        | unknown setting 'jwt.issuer2'; known here: algorithm, audience, issuer, key
          algorithm: RS256    | algorithm: none     | jwt.algorithm must be one of RS256, RS384
          algorithm: RS256    | algorithm: HS256    | jwt.key is for a public key: HS256 needs 'secretFile' or 'secretVariable'
          algorithm: RS256    | algorithm: null     | jwt.algorithm is missing: set it to what tokens are signed with
          key: DIR/public.pem | secretFile: DIR/short | jwt.algorithm RS256 needs 'key'
          key: DIR/public.pem | key: DIR/none       | jwt.key: there is no file
          key: DIR/public.pem | key: DIR/key.pem    | is a private key: the gateway only checks tokens
          queryToken: access_token | queryToken: "a=b" | jwt.queryToken must be the name of a parameter
          """)
  void saysInOneLineWhatIsWrongAndWhere(String right, String wrong, String expected) {
    assertThat(GOOD).contains(right);
    assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          secretFile: DIR/short       | jwt.secretFile: the secret has 9 bytes, but HS256 needs at least 32
          secretFile: DIR/none        | jwt.secretFile: there is no file
          secretVariable: NO_SUCH_ONE | jwt.secretVariable: the environment has no NO_SUCH_ONE
          issuer: x                   | jwt.algorithm HS256 needs one of 'secretFile' and 'secretVariable'
          """)
  void secretIsNamedButNeverRepeated(String secret, String expected) {
    String yaml = GOOD.replace("key: DIR/public.pem", secret).replace("RS256", "HS256");
    assertThatThrownBy(() -> read(yaml.replaceFirst("  issuer: https.*\n", "")))
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("too short");
  }

  @Test
  void fileThatIsNoKeyEndsTheStart() {
    assertThatThrownBy(
            () -> Gateway.start(read(GOOD.replace("DIR/public.pem", "DIR/text"))).close())
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("is no public key for RS256: it must be one in PEM")
        .message()
        .doesNotContain("hello");
  }

  @Test
  void publicStreamNeedsALoginThatItIsAnExceptionOf() {
    assertThatThrownBy(() -> read(GOOD.substring(0, GOOD.indexOf("jwt:"))))
        .hasMessageContaining("streams.chat: public is for a gateway with a login");
  }
}
