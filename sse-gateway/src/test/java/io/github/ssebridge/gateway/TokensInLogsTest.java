package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Nothing of a token gets into a log line, whatever is logged by whom. */
class TokensInLogsTest {

  @TempDir Path dir;

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.DEBUG);
    Path secret = Files.writeString(dir.resolve("secret"), Tokens.SECRET);
    node =
        TestNode.start(
            dir,
            "jwt: { algorithm: HS256, secretFile: %s, queryToken: access_token }\n"
                .formatted(secret));
  }

  @AfterEach
  void stop() {
    node.close();
    root.setLevel(Level.WARN);
    root.detachAppender(appender);
  }

  private List<String> logged() {
    return appender.list.stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()))
        .toList();
  }

  /** Who sends it in every way there is. */
  private void send(String token) throws Exception {
    for (String path :
        List.of("/streams/chat", "/streams/none", "/nowhere", "/streams/chat?from=x")) {
      String inQuery = path + (path.contains("?") ? "&" : "?") + "access_token=" + token;
      try (SseClient byHeader = node.connect(path, Tokens.bearer(token));
          SseClient byQuery = node.connect(inQuery, Map.of())) {
        assertThat(byHeader.status()).isEqualTo(byQuery.status());
      }
      node.post(path, "x", Tokens.bearer(token));
      node.post(inQuery, "x", Map.of());
    }
    sendRaw(
        "GET /streams/chat?access_token=%s HTTP/1.1\r\nHost: x\r\nLast-Event-ID: \1\r\n\r\n",
        token);
    sendRaw("GET /streams/chat HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\1\r\n\r\n", token);
    sendRaw("GET /streams/chat?access_token=%s nonsense\r\n\r\n", token);
  }

  private void sendRaw(String request, String token) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.gateway.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.formatted(token).getBytes(ISO_8859_1));
      assertThat(socket.getInputStream().read()).isNotNegative();
    }
  }

  @Test
  void noTokenIsLoggedWhetherItIsGoodOrNot() throws Exception {
    String good = Tokens.of("MarkerOfAnn", "chat");
    String expired = Tokens.signed(Tokens.claims("MarkerOfAnn", Instant.EPOCH, "chat"));
    String noJson =
        Base64.getUrlEncoder().withoutPadding().encodeToString("MarkerOfAnn".getBytes(UTF_8));
    for (String token :
        List.of(good, expired, noJson + "." + noJson + ".x", good + "x", good.replace('.', '!'))) {
      send(token);
      assertThat(logged()).as("it is logged at all").isNotEmpty();
      assertThat(logged()).noneMatch(line -> line.contains(token));
      assertThat(logged()).noneMatch(line -> line.contains(token.split("[.!]", -1)[1]));
    }
    assertThat(logged()).noneMatch(line -> line.contains("MarkerOfAnn"));
  }
}
