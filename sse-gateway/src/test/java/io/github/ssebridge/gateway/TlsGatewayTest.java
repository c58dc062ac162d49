package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsGatewayTest {

  @TempDir static Path dir;

  private static TestCertificate certificate;
  private static EmbeddedRedis redis;

  @BeforeAll
  static void make() throws Exception {
    certificate = TestCertificate.create().writeTo(dir);
    redis = EmbeddedRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static String tlsSettings() {
    return "tls: { certificate: %s, key: %s }\n"
        .formatted(dir.resolve("certificate.pem"), dir.resolve("key.pem"));
  }

  private static TestNode withTls() throws IOException {
    return TestNode.start(dir, redis.uri(), tlsSettings());
  }

  private static HttpResponse<InputStream> open(HttpClient client, Version version, String uri)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .version(version)
            .timeout(Duration.ofSeconds(10))
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  /** That a stream begins as it should, by a version. */
  private static void assertStreams(HttpClient client, Version version, String uri)
      throws Exception {
    HttpResponse<InputStream> response = open(client, version, uri);
    assertThat(response.version()).isEqualTo(version);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().limit(2)).contains("event: sse:open");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void servesEachVersionByTls(Version version) throws Exception {
    try (TestNode node = withTls()) {
      HttpClient client = HttpClient.newBuilder().sslContext(certificate.trust()).build();
      assertStreams(client, version, node.uri("/streams/chat").replace("http:", "https:"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void servesEachVersionWithoutTls(Version version) throws Exception {
    try (TestNode node = TestNode.start(dir, redis.uri(), "")) {
      assertStreams(HttpClient.newHttpClient(), version, node.uri("/streams/chat"));
    }
  }

  @Test
  void speaksNothingElseWhereThereIsTls() throws Exception {
    try (TestNode node = withTls()) {
      assertThatThrownBy(
              () -> open(HttpClient.newHttpClient(), Version.HTTP_1_1, node.uri("/health/live")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void requestThatComesByteByByteIsNotWaitedForByTlsEither() throws Exception {
    try (TestNode node = TestNode.start(dir, redis.uri(), tlsSettings(), Duration.ofMillis(500));
        Socket socket =
            certificate
                .trust()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), node.gateway.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(10);
      await().atMost(Duration.ofSeconds(5)).until(() -> isClosed(socket));
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.getOutputStream().write('X');
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
