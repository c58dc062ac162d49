package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.http.HttpServerOptions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {

  private final ToldFeed orders = new ToldFeed();
  private final SseConnections connections =
      SseConnections.create(ConnectionLimits.defaults().withTotal(1));
  private final RouteServer node =
      new RouteServer(
          new HttpServerOptions(),
          (router, made) -> {
            router
                .route("/prices")
                .handler(SseHandler.create(made.hub, "prices").withConnections(connections));
            Health health = Health.of(made.hub.stream("orders", orders), connections);
            router.get("/ready").handler(health.readyHandler());
            router.get("/live").handler(health.liveHandler());
          });

  @AfterEach
  void close() {
    node.close();
  }

  private HttpResponse<String> ready() {
    return node.send("GET", "/ready", Map.of());
  }

  private void assertNotReady(String reason) {
    assertThat(ready().statusCode()).isEqualTo(503);
    assertThat(ready().body()).isEqualTo("{\"status\":\"down\",\"reasons\":[\"" + reason + "\"]}");
  }

  @Test
  void isReadyOnceEveryFeedHasFoundItsSource() {
    assertNotReady("starting: orders");
    orders.state = State.UNREACHABLE;
    assertNotReady("no-source: orders");
    orders.state = State.READING;
    assertThat(ready().statusCode()).isEqualTo(200);
    assertThat(ready().body()).isEqualTo("{\"status\":\"up\",\"reasons\":[]}");
  }

  @Test
  void feedThatNobodyReadsIsMadeToLookForItsSource() {
    orders.state = State.STOPPED;
    assertThat(orders.starts).hasValue(0);
    assertNotReady("starting: orders");
    assertThat(orders.starts).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void staysReadyWhateverBecomesOfASourceThatWasThere(State later) {
    orders.state = State.READING;
    assertThat(ready().statusCode()).isEqualTo(200);
    orders.state = later;
    assertThat(ready().statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyButLivesWhileItDrains() {
    orders.state = State.READING;
    TestServer.join(connections.drain(Duration.ZERO));
    assertNotReady("draining");
    assertThat(node.send("GET", "/live", Map.of()).statusCode()).isEqualTo(200);
  }

  @Test
  void staysReadyWithAsManyClientsAsItCarries() {
    orders.state = State.READING;
    try (SseClient client = node.connect("/prices")) {
      assertThat(client.isOpen()).isTrue();
      assertThat(node.send("GET", "/ready", Map.of()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void isNeitherReadyNorAliveOnceItsHubIsClosed() {
    EventHub closed = EventHub.create().stream("prices");
    Health health = Health.of(closed, connections);
    assertThat(health.ready().isOk()).isTrue();
    closed.close();
    assertThat(health.ready().reasons()).containsExactly("closed");
    assertThat(health.live().isOk()).isFalse();
  }

  /** A feed that is as it is told. */
  private static final class ToldFeed implements EventFeed {
    private volatile State state = State.STARTING;
    private final AtomicInteger starts = new AtomicInteger();

    @Override
    public void start(LogWriter writer) {
      starts.incrementAndGet();
    }

    @Override
    public void stop() {}

    @Override
    public FeedStatus status() {
      return FeedStatus.of(state);
    }
  }
}
