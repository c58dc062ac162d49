package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.testkit.SseClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SseMetricsTest {

  private static final SseMetricsOptions OFTEN =
      SseMetricsOptions.defaults().withSampleInterval(Duration.ofMillis(20));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SseConnections connections = SseConnections.create();
  private final TestServer server =
      new TestServer(
          LogOptions.defaults().withMaxEvents(1000), SseHandlerOptions.defaults(), connections);
  private final SseMetrics metrics = SseMetrics.create(server.hub, connections, OFTEN);

  @AfterEach
  void close() {
    metrics.close();
    server.close();
  }

  /** The value of a meter of the stream {@code prices}. */
  private double prices(String meter, String... tags) {
    return value(meter, Tags.of("stream", "prices").and(tags));
  }

  private double value(String meter, Iterable<Tag> tags) {
    return registry.get(meter).tags(tags).meter().measure().iterator().next().getValue();
  }

  private void publishMebibyte() {
    String kibibyte = "x".repeat(1000);
    for (int i = 0; i < 1000; i++) {
      server.publish(kibibyte);
    }
  }

  private void bind() {
    metrics.bindTo(registry);
  }

  @Test
  void countsWhatComesInAndWhatGoesOut() {
    bind();
    try (SseClient one = server.connect("/prices");
        SseClient two = server.connect("/prices")) {
      await().until(() -> prices("sse.readers", "state", "live") == 2);
      server.publish("42.17");
      await().until(() -> one.data().size() == 1 && two.data().size() == 1);
      assertThat(prices("sse.in.events")).isEqualTo(1);
      assertThat(prices("sse.out.events")).isEqualTo(2);
      // What has come in has gone out twice, and sse:open before it.
      assertThat(prices("sse.out.bytes")).isGreaterThan(2 * prices("sse.in.bytes"));
      assertThat(prices("sse.out.deliveries")).isEqualTo(4);
      assertThat(prices("sse.begun.readers", "origin", "live")).isEqualTo(2);
      assertThat(value("sse.connections", Tags.empty())).isEqualTo(2);
      assertThat(value("sse.opened.connections", Tags.empty())).isEqualTo(2);
    }
    await().until(() -> value("sse.closed.connections", Tags.of("reason", "client")) == 2);
  }

  @Test
  void saysWhyWhoComesBackDoesNotGetAll() {
    bind();
    try (SseClient client = server.connect("/prices", "nonsense")) {
      await().until(() -> client.events("sse:gap").size() == 1);
      assertThat(prices("sse.gaps", "reason", "unusable-id")).isEqualTo(1);
      assertThat(prices("sse.gaps", "reason", "lapped")).isZero();
      assertThat(prices("sse.begun.readers", "origin", "lost")).isEqualTo(1);
    }
  }

  @Test
  void slowestReaderAndAllLagsAreThoseOfTheLastSample() throws Exception {
    bind();
    try (RawHttp stalled = new RawHttp(server.port(), 4096, "GET /prices HTTP/1.1\nHost: x\n\n")) {
      stalled.readUntil("sse:open");
      await()
          .until(
              () -> {
                publishMebibyte();
                return prices("sse.slowest.events") > 1000;
              });
      assertThat(prices("sse.readers", "state", "behind")).isEqualTo(1);
      await().until(() -> prices("sse.slowest.age") > 0.1);
      assertThat(registry.get("sse.lag.events").tag("stream", "prices").summary().max())
          .isGreaterThan(1000);
      assertThat(prices("sse.readers", "state", "live")).isZero();
    }
  }

  @Test
  void feedIsInOneState() {
    bind();
    assertThat(prices("sse.feed.state", "state", "reading")).isEqualTo(1);
    assertThat(prices("sse.feed.state", "state", "unreachable")).isZero();
  }

  @Test
  void streamThatIsAddedLaterIsFound() {
    bind();
    server.hub.stream("later");
    await().until(() -> registry.find("sse.in.events").tag("stream", "later").meter() != null);
  }

  @Test
  void sampleSaysHowOldItIs() {
    try (EventHub dead = EventHub.create()) {
      SseMetrics lonely =
          SseMetrics.create(
              dead, null, SseMetricsOptions.defaults().withSampleInterval(Duration.ofDays(1)));
      lonely.bindTo(registry);
      await().until(() -> value("sse.sample.age", Tags.empty()) > 0.3);
      lonely.close();
    }
  }

  @Test
  void nothingIsLeftInTheRegistryAfterwards() {
    bind();
    assertThat(registry.getMeters()).hasSizeGreaterThan(50);
    metrics.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void twoHubsShareARegistryIfTheirTagsDiffer() {
    bind();
    try (EventHub other = EventHub.create().stream("prices");
        SseMetrics its =
            SseMetrics.create(
                other, null, SseMetricsOptions.defaults().withTags(Tags.of("hub", "other")))) {
      its.bindTo(registry);
      server.publish("1");
      assertThat(value("sse.in.events", Tags.of("stream", "prices", "hub", "other"))).isZero();
    }
  }

  @Test
  void isBoundOnce() {
    bind();
    assertThatThrownBy(this::bind).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noTagHoldsAnythingThatClientsSay() {
    bind();
    try (SseClient client = server.connect("/streams?stream=prices&key=secret", "nonsense")) {
      await().until(() -> client.events("sse:open").size() == 1);
      assertThat(registry.getMeters().stream().map(Meter::getId).map(Object::toString))
          .noneMatch(id -> id.contains("secret") || id.contains("nonsense"));
    }
  }

  @Test
  void encodingIsTimedNowAndThen() {
    bind();
    for (int i = 0; i < 600; i++) {
      server.publish("42.17");
    }
    Meter timer = registry.get("sse.encode").tag("stream", "prices").meter();
    timer
        .measure()
        .forEach(
            measured -> {
              boolean counts = measured.getStatistic() == Statistic.COUNT;
              assertThat(measured.getValue()).isGreaterThanOrEqualTo(counts ? 2 : 1e-9);
            });
  }
}
