package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.SseClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgesTest {

  private static final SseHandlerOptions OFTEN =
      SseHandlerOptions.defaults().withHeartbeat(Duration.ofMillis(100));

  @Test
  void clientsAreSentAwayAtTheirAgeNotAllAtOnce() {
    SseConnections connections = SseConnections.create();
    SseHandlerOptions aged = OFTEN.withMaxAge(Duration.ofSeconds(2), SseHandlerOptions.NEVER);
    try (RouteServer node = RouteServer.of(aged, connections)) {
      Instant begin = Instant.now();
      List<SseClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(node.connect("/prices"));
      }
      Set<Long> ended = new LinkedHashSet<>();
      await()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                boolean all = true;
                for (SseClient client : clients) {
                  if (client.isOpen()) {
                    all = false;
                  } else {
                    ended.add(Duration.between(begin, Instant.now()).toMillis() / 50);
                  }
                }
                return all;
              });
      assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(1500));
      assertThat(ended).hasSizeGreaterThan(3);
      assertThat(clients)
          .allSatisfy(
              client ->
                  assertThat(client.events("sse:goaway"))
                      .extracting(ServerSentEvent::data)
                      .containsExactly("{\"reason\":\"age\"}"));
      assertThat(connections.closedByReason()).containsEntry("age", 20L);
    }
  }

  @Test
  void quietOnesAreSentAwayAndBusyOnesStay() {
    SseHandlerOptions idle = OFTEN.withMaxAge(SseHandlerOptions.NEVER, Duration.ofSeconds(1));
    try (RouteServer node = RouteServer.of(idle, SseConnections.create());
        SseClient quiet = node.connect("/prices?key=quiet");
        SseClient busy = node.connect("/prices?key=busy")) {
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                node.hub.publish("prices", "busy", ServerSentEvent.of("x"));
                return !quiet.isOpen();
              });
      assertThat(quiet.events("sse:goaway"))
          .extracting(ServerSentEvent::data)
          .containsExactly("{\"reason\":\"idle\"}");
      assertThat(busy.isOpen()).isTrue();
    }
  }

  @Test
  void jitterIsSteadyForAConnectionAndSpreadOverAQuarter() {
    Duration time = Duration.ofSeconds(100);
    Set<Long> seconds = new LinkedHashSet<>();
    for (long number = 0; number < 1000; number++) {
      Duration shorter = Duration.ofNanos(Jitter.shorterNanos(time, number));
      assertThat(shorter).isBetween(Duration.ofSeconds(75), time);
      assertThat(shorter).isEqualTo(Duration.ofNanos(Jitter.shorterNanos(time, number)));
      seconds.add(shorter.toSeconds());
    }
    assertThat(seconds).hasSizeGreaterThan(20);
  }
}
