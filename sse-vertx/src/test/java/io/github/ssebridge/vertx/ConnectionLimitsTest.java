package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.LogLines;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.impl.UserContextInternal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private final SseConnections connections =
      SseConnections.create(
          ConnectionLimits.defaults().withTotal(20).withPerPrincipal(5).withPerAddress(10));
  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            router.allowForward(AllowForwardHeaders.X_FORWARD);
            router
                .route("/prices")
                .handler(
                    context -> {
                      String name = context.request().getHeader("User");
                      if (name != null) {
                        ((UserContextInternal) context.userContext()).setUser(User.fromName(name));
                      }
                      context.next();
                    })
                .handler(SseHandler.create(server.hub, "prices").withConnections(connections));
          });

  @AfterEach
  void close() {
    node.close();
  }

  private List<SseClient> connectAtOnce(int count, String user, String address) {
    Map<String, String> headers =
        user.isEmpty()
            ? Map.of("X-Forwarded-For", address)
            : Map.of("X-Forwarded-For", address, "User", user);
    List<SseClient> clients =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> node.connect("/prices", headers))
            .toList();
    await().until(() -> clients.stream().noneMatch(client -> client.events().isEmpty()));
    return clients;
  }

  private static long served(List<SseClient> clients) {
    return clients.stream().filter(client -> !client.events("sse:open").isEmpty()).count();
  }

  private static void close(List<SseClient> clients) {
    clients.forEach(SseClient::close);
  }

  @Test
  void thoseOverALimitAreTurnedAwayAndNobodyElse() {
    List<SseClient> ofOne = connectAtOnce(30, "ann", "10.0.0.1");
    assertThat(served(ofOne)).isEqualTo(5);
    List<SseClient> ofAddress = connectAtOnce(30, "", "10.0.0.1");
    assertThat(served(ofAddress)).isEqualTo(5);
    List<SseClient> others = connectAtOnce(9, "", "10.0.0.2");
    List<SseClient> more = connectAtOnce(9, "", "10.0.0.3");
    assertThat(served(others) + served(more)).isEqualTo(10);
    assertThat(connections.open()).isEqualTo(20);
    assertThat(connections.refusedByReason())
        .containsEntry("too-many-of-principal", 25L)
        .containsEntry("too-many-of-address", 25L)
        .containsEntry("overloaded", 8L);
    List.of(ofOne, ofAddress, others, more).forEach(ConnectionLimitsTest::close);
  }

  @Test
  void whoIsTurnedAwayComesBackLaterAndKeepsItsId() {
    List<SseClient> served = connectAtOnce(10, "", "10.0.0.1");
    try (SseClient refused =
        SseClient.connect(node.uri("/prices"), "1.abc", Map.of("X-Forwarded-For", "10.0.0.1"))) {
      await().until(() -> !refused.isOpen());
      assertThat(refused.status()).isEqualTo(200);
      assertThat(refused.events()).hasSize(1);
      ServerSentEvent goAway = refused.events().get(0);
      assertThat(goAway.data()).isEqualTo("{\"reason\":\"too-many-of-address\"}");
      assertThat(goAway.id()).isEqualTo("1.abc");
      assertThat(goAway.retry()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(23));
    }
    close(served);
  }

  @Test
  void placesAreGivenBack() {
    for (int round = 0; round < 3; round++) {
      List<SseClient> clients = connectAtOnce(10, "", "10.0.0.1");
      assertThat(served(clients)).isEqualTo(10);
      close(clients);
      await().until(() -> connections.open() == 0);
    }
    assertThat(connections.opened()).isEqualTo(30);
    assertThat(connections.closedByReason()).containsEntry("client", 30L);
  }

  @Test
  void aFloodIsOneLineInTheLog() {
    try (LogLines log = new LogLines(SseConnections.class)) {
      List<SseClient> clients = connectAtOnce(60, "", "10.0.0.9");
      assertThat(log.with("were not let in")).hasSize(1);
      assertThat(log.with("10 of an address")).hasSize(1);
      close(clients);
    }
  }

  @Test
  void requestsThatAreRefusedTakeNoPlace() {
    for (int i = 0; i < 30; i++) {
      HttpResponse<String> refused =
          node.send("GET", "/prices", Map.of("Accept", "application/json"));
      assertThat(refused.statusCode()).isEqualTo(406);
    }
    assertThat(connections.opened()).isZero();
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThatThrownBy(() -> ConnectionLimits.defaults().withTotal(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("total must be at least 1, but is 0");
  }
}
