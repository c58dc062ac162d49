package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connections come to that is rare. */
class ConnectionEdgesTest {

  private final SseConnections all = SseConnections.create();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private final List<SseConnection> written = new CopyOnWriteArrayList<>();
  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            router
                .route("/prices")
                .handler(SseHandler.create(server.hub, "prices").withConnections(all));
            Tokens accepted = new Tokens(server.vertx);
            router
                .route("/login")
                .handler(accepted.handler())
                .handler(
                    SseHandler.create(server.hub, "prices")
                        .withConnections(all)
                        .withOptions(
                            SseHandlerOptions.defaults().withReauthAhead(Duration.ofSeconds(30))));
            router
                .route("/answered")
                .handler(
                    SseHandler.create(
                            (SseConnection c) -> {
                              var unused = c.routingContext().response().setStatusCode(204).end();
                              try {
                                c.writeQueueFull();
                                c.drainHandler(drained -> {});
                              } catch (RuntimeException e) {
                                thrown.set(e);
                              }
                            })
                        .withConnections(all));
            router
                .route("/many")
                .handler(
                    SseHandler.create((SseConnection c) -> written.add(c)).withConnections(all));
          });
  private final Tokens tokens = new Tokens(node.vertx);

  @AfterEach
  void close() {
    node.close();
  }

  private HttpClient http2() {
    return node.vertx.createHttpClient(
        new HttpClientOptions()
            .setHttp2ClearTextUpgrade(false)
            .setProtocolVersion(HttpVersion.HTTP_2));
  }

  private List<HttpClientRequest> openStreams(HttpClient client, String path, int count) {
    List<HttpClientRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      HttpClientRequest request =
          TestServer.join(client.request(HttpMethod.GET, node.port(), "127.0.0.1", path));
      HttpClientResponse response = TestServer.join(request.send());
      response.pause();
      requests.add(request);
    }
    return requests;
  }

  @Test
  void resetsOfHttp2GiveEveryPlaceBack() {
    HttpClient client = http2();
    List<HttpClientRequest> requests = openStreams(client, "/prices", 20);
    await().until(() -> all.open() == 20);
    requests.forEach(request -> request.reset());
    await().atMost(Duration.ofSeconds(3)).until(() -> all.open() == 0);
    assertThat(node.hub.subscribers("prices")).isZero();
  }

  @Test
  void stalledHttp2StreamsAreDrainedAndGiveTheirPlacesBack() {
    HttpClient client = http2();
    openStreams(client, "/prices", 10);
    for (int i = 0; i < 3000; i++) {
      node.publish("x".repeat(1000));
    }
    TestServer.join(all.drain(Duration.ofSeconds(1)));
    assertThat(all.open()).isZero();
    assertThat(node.hub.subscribers("prices")).isZero();
  }

  @Test
  void writeQueueFullNeverThrows() {
    assertThat(node.send("GET", "/answered", Map.of()).statusCode()).isEqualTo(204);
    assertThat(thrown.get()).isNull();
  }

  @Test
  void anotherThreadMayAskWhetherTheQueueIsFullWhileTheStreamEnds() {
    for (int i = 0; i < 200; i++) {
      written.clear();
      try (SseClient client = node.connect("/many")) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> !written.isEmpty());
        SseConnection connection = written.get(0);
        var unused = connection.end();
        assertThatCode(
                () -> {
                  for (int n = 0; n < 20_000; n++) {
                    var unusedToo = connection.writeQueueFull();
                    connection.drainHandler(drained -> {});
                  }
                })
            .doesNotThrowAnyException();
        assertThat(client.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void textThatIsNotLatinCountsAsWhatItTakes() throws IOException {
    try (RawHttp slow = new RawHttp(node.port(), 8192, "GET /many HTTP/1.1\nHost: x\n\n")) {
      slow.readUntil("\r\n\r\n");
      await().until(() -> !written.isEmpty());
      SseConnection connection = written.get(0);
      ServerSentEvent wide = ServerSentEvent.of("\u6f22".repeat(1 << 20));
      // 3 MiB each: 16 MiB are six of them, and a few are in the socket.
      for (int i = 0; i < 13; i++) {
        var unused = connection.write(wide);
      }
      await().atMost(Duration.ofSeconds(3)).until(() -> all.open() == 0);
    }
  }

  @Test
  void theSameCredentialAgainAsksForNoOther() {
    Map<String, String> login = tokens.login("ann", Instant.now().plusSeconds(20));
    try (SseClient client = node.connect("/login", login)) {
      await().until(() -> client.events("sse:reauth").size() == 1);
      for (int i = 0; i < 5; i++) {
        var unused = node.send("POST", "/login", login);
      }
      await().during(Duration.ofMillis(300)).until(() -> client.isOpen());
      assertThat(client.events("sse:reauth")).hasSize(1);
    }
  }

  @Test
  void aPrincipalWhoseSubjectIsEmptyIsNobody() {
    Map<String, String> nameless = tokens.login("", Instant.now().plusSeconds(20));
    try (SseClient client = node.connect("/login", nameless)) {
      await().until(() -> client.events("sse:reauth").size() == 1);
      Map<String, String> other = tokens.login("", Instant.now().plusSeconds(60));
      assertThat(node.send("POST", "/login", other).statusCode()).isEqualTo(401);
    }
  }
}
