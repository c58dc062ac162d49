package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileClientsTest {

  private static final Duration SOON = Duration.ofMillis(5);
  private static final long HALF_MEBIBYTE = 512 << 10;
  private static final String GET =
      "GET /prices HTTP/1.1\nHost: x\nAccept: text/event-stream\nsec-ch-ua-mobile: ?0\n";

  private final SseConnections connections =
      SseConnections.create(ConnectionLimits.defaults().withTotal(100));
  private final RouteServer node =
      new RouteServer(
          new HttpServerOptions(),
          (router, server) ->
              router
                  .route("/:stream")
                  .handler(SseHandler.create(server.hub).withConnections(connections)));

  @AfterEach
  void close() {
    node.close();
  }

  private String answer(String request) throws IOException {
    try (RawHttp http = new RawHttp(node.port(), 65536, request)) {
      return http.readToEnd();
    }
  }

  /** What a browser is told that brings an id. */
  private String told(String request) throws IOException {
    try (RawHttp http = new RawHttp(node.port(), 65536, request)) {
      return http.readUntil("unusable-id\"}\n\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9_000, 20_000, 300_000})
  void browsersAreToldToForgetAnIdThatTheServerCannotRead(int length) throws IOException {
    String told = told(GET + "Last-Event-ID: " + "x".repeat(length) + "\n\n");
    assertThat(told)
        .startsWith("HTTP/1.1 200 OK")
        .contains("\nid: \nevent: sse:gap\nretry: ", "data: {\"reason\":\"unusable-id\"}\n\n");
    assertThat(connections.open()).isZero();
  }

  @Test
  void soAreThoseWhoseAcceptHeaderIsLostWithIt() throws IOException {
    String request = "GET /prices HTTP/1.1\nHost: x\nAccept: text/event-stream\n";
    assertThat(told(request + "Last-Event-ID: " + "x".repeat(20_000) + "\n\n"))
        .startsWith("HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "a\u000cb", "\u007f", "a\u0000", "\u001b[31m"})
  void rawControlBytesInAnIdAreNoReasonToGiveUp(String id) throws IOException {
    assertThat(told(GET + "Last-Event-ID: " + id + "\n\n"))
        .startsWith("HTTP/1.1 200 OK")
        .contains("\nid: \n", "unusable-id");
  }

  @Test
  void idsThatCanBeReadButMeanNothingAreAGapInTheStream() throws IOException {
    for (String id : List.of("x".repeat(5_000), "\u00c3\u00a9", "' OR 1=1", "../../etc")) {
      try (RawHttp http = new RawHttp(node.port(), 65536, GET + "Last-Event-ID: " + id + "\n\n")) {
        assertThat(http.readUntil("unusable-id")).startsWith("HTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void whatAsksForNoEventsGetsAnOrdinaryAnswer() throws IOException {
    String header = "X-Long: " + "x".repeat(20_000) + "\n\n";
    assertThat(answer("GET /page HTTP/1.1\nHost: x\n" + header)).startsWith("HTTP/1.1 431");
    assertThat(answer("GET /page HTTP/1.1\nHost: x\nX: a\u0001b\n\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void aFloodOfConnectionsLeavesTheOthersAlone() throws IOException {
    try (SseClient before = node.connect("/prices")) {
      List<RawHttp> flood = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        flood.add(new RawHttp(node.port(), 8192, GET + "\n"));
      }
      await().until(() -> connections.refusedByReason().containsValue(901L));
      assertThat(connections.open()).isEqualTo(100);
      node.publish("still here");
      await().atMost(Duration.ofSeconds(2)).until(() -> before.data().contains("still here"));
      for (RawHttp each : flood) {
        each.close();
      }
      await().until(() -> connections.open() == 1);
    }
  }

  @Test
  void whoReadsDropByDropHoldsLittleMemory() throws IOException {
    List<RawHttp> dribblers = new ArrayList<>();
    String data = "x".repeat(10_000);
    try (SseClient healthy = node.connect("/short")) {
      for (int i = 1; i <= 90; i++) {
        // Each begins at another time, so each waits with another part of the log.
        dribblers.add(new RawHttp(node.port(), 4096, GET.replace("prices", "short") + "\n"));
        int connected = i + 1;
        await().pollInterval(SOON).until(() -> node.hub.subscribers("short") == connected);
        for (int events = 0; events < 50; events++) {
          node.hub.publish("short", ServerSentEvent.of(data));
        }
        int published = i * 50;
        await().pollInterval(SOON).until(() -> healthy.data().size() == published);
      }
      for (RawHttp each : dribblers) {
        each.readSome(100);
      }
      // What waits for one is about 200 KiB, in up to four pieces of the log of 128 KiB.
      await().until(() -> directBytes() < 90 * HALF_MEBIBYTE + (8 << 20));
    }
    for (RawHttp each : dribblers) {
      each.close();
    }
  }

  /** What is in use: the garbage collector frees what is not. */
  private static long directBytes() {
    System.gc();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
