package io.github.ssebridge.vertx;

import static io.github.ssebridge.vertx.Tokens.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialExpiryTest {

  private static final Duration AHEAD = Duration.ofSeconds(1);

  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            Tokens accepted = new Tokens(server.vertx);
            SseHandler read =
                SseHandler.create(server.hub, "prices")
                    .withOptions(
                        SseHandlerOptions.defaults()
                            .withReauthAhead(AHEAD)
                            .withHeartbeat(Duration.ofMillis(200)))
                    .withAccess(access -> !"mallory".equals(access.principal()));
            router.route("/prices").handler(accepted.handler()).handler(read);
            router
                .route("/by-query")
                .handler(QueryToken.create())
                .handler(accepted.handler())
                .handler(read);
          });
  private final Tokens tokens = new Tokens(node.vertx);
  private final ScheduledThreadPoolExecutor publisher = new ScheduledThreadPoolExecutor(1);

  @AfterEach
  void close() {
    publisher.shutdownNow();
    node.close();
  }

  /** The whole second in which a token of now may expire, some way ahead. */
  private static Instant inSeconds(int seconds) {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond() + seconds);
  }

  /** Publishes the time, all the time. */
  private ScheduledFuture<?> publishTimes() {
    return publisher.scheduleAtFixedRate(
        () -> node.publish(String.valueOf(System.currentTimeMillis())),
        0,
        5,
        TimeUnit.MILLISECONDS);
  }

  @Test
  void closesWithTheTokenAndSendsNothingPublishedLater() {
    Instant expires = inSeconds(3);
    var unused = publishTimes();
    try (SseClient client = node.connect("/prices", tokens.login("ann", expires))) {
      await().atMost(Duration.ofSeconds(6)).until(() -> !client.isOpen());
      assertThat(Instant.now()).isBetween(expires, expires.plusSeconds(1));
      assertThat(client.data())
          .allSatisfy(data -> assertThat(Long.parseLong(data)).isLessThan(expires.toEpochMilli()));
      assertThat(client.events("sse:reauth")).hasSize(1);
      assertThat(client.events().get(client.events().size() - 1).data())
          .isEqualTo("{\"reason\":\"credential-expired\"}");
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void closesAQuietStreamAsWell() {
    Instant expires = inSeconds(2);
    try (SseClient client = node.connect("/prices", tokens.login("ann", expires))) {
      await().atMost(Duration.ofSeconds(5)).until(() -> !client.isOpen());
      assertThat(Instant.now()).isBetween(expires, expires.plusSeconds(1));
    }
  }

  @Test
  void goesOnWithoutABreakWhenTheCredentialIsRenewed() {
    var unused = publishTimes();
    try (SseClient client = node.connect("/prices", tokens.login("ann", inSeconds(2)))) {
      for (int renewals = 1; renewals <= 3; renewals++) {
        int asked = renewals;
        await().until(() -> client.events("sse:reauth").size() == asked);
        HttpResponse<String> answer =
            node.send("POST", "/prices", tokens.login("ann", inSeconds(2)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getInteger("connections")).isEqualTo(1);
      }
      assertThat(client.isOpen()).isTrue();
      assertThat(client.events("sse:open")).hasSize(1);
      assertThat(client.events("sse:goaway")).isEmpty();
    }
  }

  @Test
  void goesOnForAsLongAsTheLongestCredentialSays() {
    try (SseClient client = node.connect("/prices", tokens.login("ann", inSeconds(3)))) {
      var unused = node.send("POST", "/prices", tokens.login("ann", inSeconds(60)));
      var shorter = node.send("POST", "/prices", tokens.login("ann", inSeconds(2)));
      assertThat(shorter.statusCode()).isEqualTo(200);
      Instant later = Instant.now().plusSeconds(3);
      await().until(() -> Instant.now().isAfter(later));
      assertThat(client.isOpen()).isTrue();
    }
  }

  @Test
  void nobodyRenewsTheConnectionsOfOthers() {
    try (SseClient client = node.connect("/prices", tokens.login("ann", inSeconds(30)))) {
      await().until(() -> client.events().size() == 1);
      Map<String, String> bob = tokens.login("bob", inSeconds(60));
      assertThat(node.send("POST", "/prices", bob).statusCode()).isEqualTo(404);
      Map<String, String> mallory = tokens.login("mallory", inSeconds(60));
      assertThat(node.send("POST", "/prices", mallory).statusCode()).isEqualTo(403);
      assertThat(node.send("POST", "/prices", bearer("nonsense")).statusCode()).isEqualTo(401);
      assertThat(node.send("POST", "/prices", Map.of()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void renewsOnlyTheConnectionThatIsNamedAndOnlyAtItsUrl() {
    Map<String, String> login = tokens.login("ann", inSeconds(1));
    try (SseClient one = node.connect("/prices", login);
        SseClient two = node.connect("/prices", login);
        SseClient other = node.connect("/prices?key=a", login)) {
      await().until(() -> one.events("sse:reauth").size() == 1);
      String connection =
          new JsonObject(one.events("sse:reauth").get(0).data()).getString("connection");
      Map<String, String> again = new HashMap<>(tokens.login("ann", inSeconds(60)));
      again.put(SseHandler.CONNECTION_HEADER, connection);
      assertThat(node.send("POST", "/prices", again).body()).contains("\"connections\":1");
      await().until(() -> !two.isOpen() && !other.isOpen());
      assertThat(one.isOpen()).isTrue();
    }
  }

  @Test
  void refusesATokenThatHasExpiredOrIsNone() {
    assertThat(node.send("GET", "/prices", tokens.login("ann", inSeconds(-1))).statusCode())
        .isEqualTo(401);
    assertThat(node.send("GET", "/prices", Map.of()).statusCode()).isEqualTo(401);
    assertThat(node.hub.subscribers("prices")).isZero();
  }

  @Test
  void takesATokenFromTheQueryOnlyWhereAskedTo() {
    String token = tokens.token("ann", inSeconds(2));
    assertThat(node.send("GET", "/prices?access_token=" + token, Map.of()).statusCode())
        .isEqualTo(401);
    try (SseClient client = node.connect("/by-query?key=a&access_token=" + token)) {
      await().until(() -> client.events("sse:reauth").size() == 1);
      String renewed = tokens.token("ann", inSeconds(60));
      assertThat(node.send("POST", "/by-query?access_token=" + renewed + "&key=a", Map.of()).body())
          .contains("\"connections\":1");
    }
  }

  @Test
  void clientsComeBackWithANewTokenToWhereTheyWere() {
    Instant expires = inSeconds(2);
    SseClient first = node.connect("/prices", tokens.login("ann", expires));
    node.publish("1");
    await().atMost(Duration.ofSeconds(5)).until(() -> !first.isOpen());
    node.publish("2");
    Map<String, String> login = tokens.login("ann", inSeconds(30));
    try (SseClient back = SseClient.connect(node.uri("/prices"), first.lastEventId(), login)) {
      await().until(() -> back.data().contains("2"));
      assertThat(first.data()).containsExactly("1");
      assertThat(back.data()).containsExactly("2");
    }
  }
}
