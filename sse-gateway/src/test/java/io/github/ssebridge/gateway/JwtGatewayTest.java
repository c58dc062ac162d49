package io.github.ssebridge.gateway;

import static io.github.ssebridge.gateway.Tokens.bearer;
import static io.github.ssebridge.gateway.Tokens.claims;
import static io.github.ssebridge.gateway.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.SseClient;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose streams need a token, but for one that is public. */
@Tag("long")
class JwtGatewayTest {

  @TempDir static Path dir;

  private static EmbeddedRedis redis;
  private static TestNode node;

  @BeforeAll
  static void start() throws IOException {
    redis = EmbeddedRedis.start();
    Path secret = Files.writeString(dir.resolve("secret"), Tokens.SECRET + "\n");
    String settings =
        """
        streams:
          chat: { channel: chat, publish: true }
          news: { channel: news, path: /news }
          board: { channel: board, public: true, publish: true }
        connections: { reauthAhead: 1m }
        origins: [https://app.example.com]
        jwt:
          algorithm: HS256
          secretFile: %s
          issuer: login
          audience: [sse, other]
          queryToken: access_token
        """
            .formatted(secret);
    node = TestNode.start(dir, redis.uri(), settings);
  }

  @AfterAll
  static void stop() {
    node.close();
    redis.close();
  }

  private static SseClient open(String path, String token) {
    SseClient client = node.connect(path, bearer(token));
    await().until(() -> client.events("sse:open").size() == 1);
    return client;
  }

  private static int status(String path, String token) throws Exception {
    try (SseClient client = node.connect(path, bearer(token))) {
      return client.status();
    }
  }

  private static HttpResponse<String> renew(String path, SseClient client, String token)
      throws Exception {
    JsonObject asked = new JsonObject(client.events("sse:reauth").get(0).data());
    Map<String, String> headers = new HashMap<>(bearer(token));
    headers.put(SseHandler.CONNECTION_HEADER, asked.getString("connection"));
    return node.post(path, "", headers);
  }

  @Test
  void readsTheStreamsThatItsTokenNamesAndNoOthers() throws Exception {
    assertThat(status("/streams/chat", Tokens.of("ann", "chat"))).isEqualTo(200);
    assertThat(status("/streams/news", Tokens.of("ann", "chat"))).isEqualTo(403);
    assertThat(status("/news", Tokens.of("ann", "chat"))).isEqualTo(403);
    assertThat(status("/streams?stream=chat&stream=news", Tokens.of("ann", "chat"))).isEqualTo(403);
    assertThat(status("/streams?stream=chat&stream=news", Tokens.of("ann", "chat", "news")))
        .isEqualTo(200);
    JsonObject all = claims("ann", Instant.now().plusSeconds(60)).put("streams", "*");
    assertThat(status("/streams/news", signed(all))).isEqualTo(200);
  }

  @Test
  void nobodyReadsWithoutATokenButWhatIsPublic() throws Exception {
    assertThat(node.get("/streams/chat", Map.of()).statusCode()).isEqualTo(401);
    assertThat(node.get("/news", Map.of()).statusCode()).isEqualTo(401);
    try (SseClient client = node.connect("/streams/board", Map.of())) {
      assertThat(client.status()).isEqualTo(200);
    }
    assertThat(node.get("/streams?stream=board&stream=chat", Map.of()).statusCode()).isEqualTo(401);
    assertThat(node.get("/health/ready", Map.of()).statusCode()).isEqualTo(200);
  }

  @Test
  void tokenOfSomebodyElseIsRefused() throws Exception {
    JsonObject good = claims("ann", Instant.now().plusSeconds(60), "chat");
    assertThat(status("/streams/chat", signed(good))).isEqualTo(200);
    assertThat(status("/streams/chat", signed(good, "another secret that is as long as a hash")))
        .isEqualTo(401);
    assertThat(status("/streams/chat", signed(good.copy().put("iss", "x")))).isEqualTo(401);
    assertThat(status("/streams/chat", signed(good.copy().put("aud", "x")))).isEqualTo(401);
    assertThat(status("/streams/chat", signed(good.copy().put("aud", 7)))).isEqualTo(401);
    assertThat(status("/streams/chat", signed(good.copy().put("exp", "soon")))).isEqualTo(401);
    assertThat(status("/streams/chat", signed(good.copy().put("streams", "chat")))).isEqualTo(403);
  }

  @Test
  void expiryIsExact() throws Exception {
    Instant now = Instant.now();
    assertThat(status("/streams/chat", signed(claims("ann", now, "chat")))).isEqualTo(401);
    Instant expires = now.plusSeconds(2);
    try (SseClient client = open("/streams/chat", signed(claims("ann", expires, "chat")))) {
      assertThat(client.events("sse:reauth")).hasSize(1);
      await().pollInterval(Duration.ofMillis(10)).until(() -> !client.isOpen());
      assertThat(Instant.now())
          .isBetween(expires.truncatedTo(ChronoUnit.SECONDS), expires.plusSeconds(1));
      assertThat(client.events("sse:goaway").get(0).data()).contains("credential-expired");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/streams/chat", "/streams/news", "/news", "/streams?stream=news"})
  void postWithANewTokenLetsAConnectionGoOn(String path) throws Exception {
    Instant soon = Instant.now().plusSeconds(2);
    try (SseClient client = open(path, signed(claims("bob", soon, "chat", "news")))) {
      await().until(() -> client.events("sse:reauth").size() == 1);
      HttpResponse<String> renewed = renew(path, client, Tokens.of("bob", "chat", "news"));
      assertThat(renewed.body()).startsWith("{\"connections\":1,");
      assertThat(renewed.statusCode()).isEqualTo(200);
      await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(client::isOpen);
      assertThat(client.data()).isEmpty();
    }
  }

  @Test
  void newTokenThatNamesTheStreamNoMoreRenewsNothing() throws Exception {
    try (SseClient client = open("/streams/chat", Tokens.of("cy", "chat"))) {
      await().until(() -> client.events("sse:reauth").size() == 1);
      assertThat(renew("/streams/chat", client, Tokens.of("cy", "news")).statusCode())
          .isEqualTo(403);
      assertThat(renew("/streams/chat", client, Tokens.of("eve", "chat")).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void onlyWhoseTokenNamesAStreamPublishesThere() throws Exception {
    try (SseClient client = open("/streams/chat", Tokens.of("dee", "chat"))) {
      assertThat(node.post("/streams/chat", "hello", bearer(Tokens.of("dee", "chat"))).statusCode())
          .isEqualTo(204);
      await().until(() -> client.data().contains("hello"));
    }
    assertThat(node.post("/streams/chat", "x", Map.of()).statusCode()).isEqualTo(401);
    assertThat(node.post("/streams/chat", "x", bearer(Tokens.of("dee", "news"))).statusCode())
        .isEqualTo(403);
    assertThat(node.post("/streams/board", "x", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void takesATokenFromTheQueryWhereThatIsAllowed() {
    String token = Tokens.of("flo", "chat");
    try (SseClient client = node.connect("/streams/chat?access_token=" + token, Map.of());
        SseClient other = node.connect("/streams/chat?token=" + token, Map.of())) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(other.status()).isEqualTo(401);
    }
  }

  @Test
  void pageOfAnAllowedOriginAsksFirstWithoutAToken() throws Exception {
    Map<String, String> cors =
        Map.of("Origin", "https://app.example.com", "Sec-Fetch-Site", "cross-site");
    Map<String, String> withToken = new HashMap<>(cors);
    withToken.putAll(bearer(Tokens.of("gil", "chat")));
    assertThat(node.post("/streams/chat", "from afar", withToken).statusCode()).isEqualTo(204);
    try (SseClient client = node.connect("/streams/chat", withToken)) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.headers().firstValue("access-control-allow-origin"))
          .contains("https://app.example.com");
    }
    withToken.put("Origin", "https://evil.example.com");
    try (SseClient client = node.connect("/streams/chat", withToken)) {
      assertThat(client.status()).isEqualTo(403);
    }
  }
}
