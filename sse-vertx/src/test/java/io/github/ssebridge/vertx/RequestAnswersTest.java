package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.ext.auth.User;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAnswersTest {

  private final List<StreamAccess> asked = new CopyOnWriteArrayList<>();
  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            SseHandler read =
                SseHandler.create(server.hub)
                    .withOptions(SseHandlerOptions.defaults().withMaxStreams(2, 3))
                    .withAccess(this::mayRead);
            router
                .route("/streams*")
                .handler(
                    context -> {
                      String name = context.request().getHeader("User");
                      if (name != null) {
                        ((io.vertx.ext.web.impl.UserContextInternal) context.userContext())
                            .setUser(User.fromName(name));
                      }
                      context.next();
                    });
            router.route("/streams/:stream").handler(read);
            router.route("/streams").handler(read);
          });

  /** Anyone reads key {@code open} of prices, ann also the rest, and what is past of it. */
  private boolean mayRead(StreamAccess access) {
    asked.add(access);
    boolean isOpen = "open".equals(access.key()) && !access.replays();
    return !access.stream().equals("chat") && (isOpen || "ann".equals(access.principal()));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private int status(String method, String path, Map<String, String> headers) {
    HttpResponse<String> answer = node.send(method, path, headers);
    assertThat(answer.body()).isNotEqualTo("null\n");
    return answer.statusCode();
  }

  private int get(String path, Map<String, String> headers) {
    return status("GET", path, headers);
  }

  @Test
  void whoHasNotLoggedInAndWhoHasAreToldApart() {
    assertThat(get("/streams/prices", Map.of())).isEqualTo(401);
    assertThat(get("/streams/prices", Map.of("User", "bob"))).isEqualTo(403);
    assertThat(get("/streams/chat", Map.of("User", "ann"))).isEqualTo(403);
    assertThat(get("/streams/other", Map.of("User", "ann"))).isEqualTo(404);
    assertThat(get("/streams/other", Map.of())).isEqualTo(401);
    assertThat(node.hub.subscribers("prices")).isZero();
  }

  @Test
  void accessIsAskedForEachStreamAndKey() {
    Map<String, String> ann = Map.of("User", "ann");
    assertThat(get("/streams?stream=prices&stream=chat&key=a&key=b", ann)).isEqualTo(403);
    assertThat(asked)
        .extracting(access -> access.stream() + "/" + access.key())
        .contains("prices/a", "prices/b")
        .anyMatch(asked -> asked.startsWith("chat/"));
  }

  @Test
  void accessIsAskedForWhatIsPastAsWell() {
    try (SseClient live = node.connect("/streams/prices?key=open")) {
      assertThat(live.status()).isEqualTo(200);
    }
    assertThat(get("/streams/prices?key=open&from=earliest", Map.of())).isEqualTo(401);
    assertThat(get("/streams/prices?key=open&lastEventId=x", Map.of())).isEqualTo(401);
    assertThat(get("/streams/prices?key=open", Map.of("Last-Event-ID", "x"))).isEqualTo(401);
    assertThat(get("/streams/prices?key=open", Map.of("Last-Event-ID", "x", "User", "bob")))
        .isEqualTo(403);
  }

  @Test
  void onlyGetReads() {
    assertThat(status("PUT", "/streams/prices", Map.of())).isEqualTo(405);
    HttpResponse<String> options = node.send("OPTIONS", "/streams/prices", Map.of());
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, POST, OPTIONS");
  }

  @Test
  void headOpensNothing() {
    HttpResponse<String> head =
        node.send("HEAD", "/streams/prices?key=open", Map.of("Accept", "text/event-stream"));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(node.hub.subscribers("prices")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/*",
        "text/event-stream",
        "TEXT/Event-Stream",
        "text/html, text/event-stream;q=0.1",
        "text/html;q=0.9, */*;q=0.1"
      })
  void takesWhoAcceptsEvents(String accept) {
    try (SseClient client = node.connect("/streams/prices?key=open", Map.of("Accept", accept))) {
      assertThat(client.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "text/html",
        "text/event-stream;q=0",
        "text/event-stream;q=0, */*",
        "image/*"
      })
  void refusesWhoDoesNot(String accept) {
    assertThat(get("/streams/prices?key=open", Map.of("Accept", accept))).isEqualTo(406);
  }

  @Test
  void aConnectionReadsSoManyStreamsAndKeysAndNoMore() {
    Map<String, String> ann = Map.of("User", "ann");
    assertThat(get("/streams?stream=a&stream=b&stream=c", ann)).isEqualTo(400);
    assertThat(get("/streams/prices?key=a&key=b&key=c&key=d", ann)).isEqualTo(400);
  }

  @Test
  void finishedStreamEndsReconnectsOfWhoHasGotAll() {
    Map<String, String> ann = Map.of("User", "ann");
    SseClient client = node.connect("/streams/prices", ann);
    node.publish("1");
    await().until(() -> client.data().contains("1"));
    node.hub.finish("prices", "done");
    await().until(() -> !client.isOpen());
    assertThat(client.events("sse:end")).hasSize(1);
    assertThat(get("/streams/prices", Map.of("User", "ann", "Last-Event-ID", client.lastEventId())))
        .isEqualTo(204);
    assertThat(get("/streams/prices", ann)).isEqualTo(204);
    assertThat(get("/streams/prices?from=earliest", ann)).isEqualTo(200);
    assertThat(node.hub.subscribers("prices")).isZero();
  }

  @Test
  void revokedClientsAreGoneWithinASecond() {
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      clients.add(node.connect("/streams/prices", Map.of("User", "ann")));
    }
    try (SseClient other = node.connect("/streams/prices?key=open", Map.of("User", "bob"))) {
      await().until(() -> node.hub.subscribers("prices") == 41);
      assertThat(node.hub.disconnect(client -> client.is("ann")).toCompletableFuture().join())
          .isEqualTo(40);
      await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> clients.stream().noneMatch(SseClient::isOpen));
      assertThat(clients)
          .allSatisfy(
              client ->
                  assertThat(client.events("sse:goaway"))
                      .extracting(ServerSentEvent::data)
                      .containsExactly("{\"reason\":\"disconnected\"}"));
      assertThat(other.isOpen()).isTrue();
    }
  }
}
