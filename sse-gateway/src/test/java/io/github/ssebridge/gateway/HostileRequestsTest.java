package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a request that is wrong in an odd way may not bring about. */
class HostileRequestsTest {

  @TempDir Path dir;

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private EmbeddedRedis redis;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    redis = EmbeddedRedis.start();
    Path secret = Files.writeString(dir.resolve("secret"), Tokens.SECRET);
    String settings =
        """
        streams:
          chat: { channel: chat, publish: true }
        jwt: { algorithm: HS256, secretFile: %s, queryToken: access_token }
        """
            .formatted(secret);
    node = TestNode.start(dir, redis.uri(), settings, Duration.ofMillis(500));
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    root.addAppender(appender);
  }

  @AfterEach
  void stop() {
    root.detachAppender(appender);
    node.close();
    redis.close();
  }

  /** At the level that the gateway comes with. */
  private List<String> logged() {
    return appender.list.stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()))
        .toList();
  }

  private Socket send(String said) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.gateway.port());
    socket.setSoTimeout(5_000);
    socket.getOutputStream().write(said.getBytes(ISO_8859_1));
    return socket;
  }

  private String answer(String path) throws IOException {
    try (Socket socket =
        send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
      return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"key=50%&access_token=TOKEN", "access_token=TOKEN%0d%0aX"})
  void tokenInAQueryThatCannotBeReadIsNotLogged(String query) throws Exception {
    String token = Tokens.of("ann", "chat");
    assertThat(answer("/streams/chat?" + query.replace("TOKEN", token))).startsWith("HTTP/1.1 4");
    assertThat(logged()).noneMatch(line -> line.contains(token));
  }

  @Test
  void tokenThatIsRefusedIsNoErrorOfTheNode() throws Exception {
    String expired = Tokens.signed(Tokens.claims("ann", Instant.EPOCH, "chat"));
    assertThat(node.get("/streams/chat", Tokens.bearer(expired)).statusCode()).isEqualTo(401);
    assertThat(logged()).noneMatch(line -> line.contains("Unhandled"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/streams/%zz", "/%", "/streams/chat?%zz"})
  void pathThatCannotBeReadIsNoErrorOfTheNode(String path) throws Exception {
    assertThat(answer(path)).startsWith("HTTP/1.1 4");
    assertThat(logged()).noneMatch(line -> line.contains("Unhandled"));
  }

  @Test
  void subjectThatIsNoTextIsRefusedAndNoFault() throws Exception {
    String token =
        Tokens.signed(Tokens.claims("x", Instant.now().plusSeconds(60), "chat").put("sub", 5));
    assertThat(node.get("/streams/chat", Tokens.bearer(token)).statusCode()).isEqualTo(401);
  }

  @Test
  void whatIsPostedAsAFormIsTheDataAsItIs() throws Exception {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + Tokens.of("ann", "chat"),
            "Content-Type",
            "application/x-www-form-urlencoded");
    await().until(() -> node.post("/streams/chat", "ok", headers).statusCode() == 204);
    assertThat(node.post("/streams/chat", "up 50%", headers).statusCode()).isEqualTo(204);
    assertThat(node.post("/streams/chat", "x".repeat(9_000), headers).statusCode()).isEqualTo(204);
  }

  @Test
  void pageOfAnotherOriginMayNotPublishAlsoIfItsBrowserSaysNoMoreThanTheOrigin() throws Exception {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + Tokens.of("ann", "chat"),
            "Origin",
            "http://evil.example.com");
    assertThat(node.post("/streams/chat", "x", headers).statusCode()).isEqualTo(403);
  }

  @Test
  void pageOfASiblingSiteMayNotPublish() throws Exception {
    Map<String, String> headers =
        Map.of(
            "Authorization", "Bearer " + Tokens.of("ann", "chat"),
            "Origin", "http://evil.localhost",
            "Sec-Fetch-Site", "same-site");
    assertThat(node.post("/streams/chat", "x", headers).statusCode()).isEqualTo(403);
  }

  @Test
  void keyOfAnotherCertificateEndsTheStart() throws Exception {
    Path one = Files.createDirectory(dir.resolve("one"));
    Path two = Files.createDirectory(dir.resolve("two"));
    TestCertificate.create().writeTo(one);
    TestCertificate.create().writeTo(two);
    TlsConfig mixed =
        new TlsConfig(one.resolve("certificate.pem").toString(), two.resolve("key.pem").toString());
    assertThatThrownBy(mixed::check).hasMessageContaining("tls.key");
  }
}
