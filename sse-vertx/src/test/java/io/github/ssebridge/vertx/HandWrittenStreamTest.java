package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandWrittenStreamTest {

  private final List<SseConnection> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final SseConnections all = SseConnections.create();
  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            SseHandlerOptions options =
                SseHandlerOptions.defaults().withHeartbeat(Duration.ofMillis(50));
            router
                .route("/answers")
                .handler(
                    SseHandler.create(this::connected).withOptions(options).withConnections(all));
            router
                .route("/over")
                .handler(
                    SseHandler.create(c -> c.routingContext().response().setStatusCode(204).end())
                        .withConnections(all));
            router
                .route("/faulty")
                .handler(
                    SseHandler.create(
                            (SseConnection c) -> {
                              throw new IllegalStateException("of the application");
                            })
                        .withConnections(all));
          });

  private void connected(SseConnection connection) {
    connections.add(connection);
    connection.closeHandler(over -> closed.incrementAndGet());
  }

  @AfterEach
  void close() {
    node.close();
  }

  private SseConnection connection() {
    await().until(() -> !connections.isEmpty());
    return connections.get(0);
  }

  @Test
  void sendsWhatIsWrittenByAnyThreadInOrder() {
    try (SseClient client = node.connect("/answers")) {
      SseConnection connection = connection();
      for (int i = 0; i < 1000; i++) {
        var unused = connection.write(ServerSentEvent.of("line " + i + "\nmore").withId("i" + i));
      }
      assertThat(connection.write(ServerSentEvent.of("last").withId("z")))
          .satisfies(written -> TestServer.join(written));
      await().until(() -> client.data().size() == 1001);
      assertThat(client.data().get(7)).isEqualTo("line 7\nmore");
      assertThat(client.data())
          .startsWith(
              IntStream.range(0, 1000)
                  .mapToObj(i -> "line " + i + "\nmore")
                  .toArray(String[]::new));
      assertThat(client.lastEventId()).isEqualTo("z");
      assertThat(client.events().get(0).retry()).isBetween(seconds(2), seconds(3));
      assertThat(client.violations()).isEmpty();
    }
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void quietOnesGetTheHeadAtOnceAndHeartbeats() {
    try (SseClient client = node.connect("/answers")) {
      assertThat(client.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      await().until(() -> client.heartbeats() > 2);
      assertThat(client.events()).isEmpty();
    }
  }

  @Test
  void endsInOrderAndSaysSoOnce() {
    try (SseClient client = node.connect("/answers")) {
      SseConnection connection = connection();
      var unused = connection.write(ServerSentEvent.of("last").withId("1"));
      TestServer.join(connection.end());
      await().until(() -> !client.isOpen());
      assertThat(client.data()).containsExactly("last");
      Future<Void> late = connection.write(ServerSentEvent.of("late"));
      await().until(late::failed);
    }
    await().until(() -> all.open() == 0);
    assertThat(closed).hasValue(1);
    assertThat(all.closedByReason()).containsEntry("finished", 1L);
  }

  @Test
  void learnsThatTheClientHasLeft() {
    node.connect("/answers").close();
    await().until(() -> closed.get() == 1);
    Future<Void> late = connection().write(ServerSentEvent.of("late"));
    await().until(late::isComplete);
    assertThat(late.failed()).isTrue();
    assertThat(all.open()).isZero();
  }

  @Test
  void isToldWhereTheClientWas() {
    try (SseClient byHeader = SseClient.connect(node.uri("/answers"), "17");
        SseClient byQuery = node.connect("/answers?lastEventId=18")) {
      await().until(() -> connections.size() == 2);
      assertThat(connections)
          .extracting(SseConnection::lastEventId)
          .containsExactlyInAnyOrder("17", "18");
      assertThat(byHeader.status()).isEqualTo(byQuery.status());
    }
  }

  @Test
  void keepsItsPromisesToClientsThatReadSlowly() throws IOException {
    try (RawHttp slow = new RawHttp(node.port(), 8192, "GET /answers HTTP/1.1\nHost: x\n\n")) {
      assertThat(slow.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
      SseConnection connection = connection();
      ServerSentEvent large = ServerSentEvent.of("x".repeat(1 << 20)).withId("1");
      await()
          .until(
              () -> {
                var unused = connection.write(large);
                return connection.writeQueueFull();
              });
      Future<Void> last = Future.succeededFuture();
      for (int i = 0; i < 20; i++) {
        last = connection.write(large);
      }
      // More than 16 MiB wait for it.
      Future<Void> refused = last;
      await().until(refused::isComplete);
      assertThat(refused.failed()).isTrue();
      await().until(() -> all.open() == 0);
      assertThat(all.closedByReason()).containsEntry("stalled", 1L);
    }
  }

  @Test
  void applicationMayAnswerByItself() {
    assertThat(node.send("GET", "/over", Map.of()).statusCode()).isEqualTo(204);
    assertThat(node.send("GET", "/faulty", Map.of()).statusCode()).isEqualTo(500);
    await().until(() -> all.open() == 0);
  }

  @Test
  void refusesTypesOfTheBridge() {
    try (SseClient client = node.connect("/answers")) {
      Future<Void> refused = connection().write(ServerSentEvent.of("sse:gap", "{}"));
      await().until(refused::failed);
      assertThat(client.events()).isEmpty();
    }
  }

  @Test
  void isDrainedAsWell() {
    try (SseClient client = node.connect("/answers")) {
      var unused = connection().write(ServerSentEvent.of("1").withId("a"));
      TestServer.join(all.drain(Duration.ZERO));
      await().until(() -> !client.isOpen());
      assertThat(client.events("sse:goaway")).extracting(ServerSentEvent::id).containsExactly("a");
    }
  }
}
