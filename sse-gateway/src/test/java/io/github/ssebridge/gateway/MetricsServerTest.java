package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.gateway.GatewayConfig.RedisConfig;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.SseClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final GatewayConfig config =
      new GatewayConfig(
          "127.0.0.1",
          0,
          "n1",
          null,
          new RedisConfig(redis.uri()),
          Map.of("chat", StreamConfig.ofChannel("chat", false)));
  private final Gateway gateway = Gateway.start(config.withMetrics(new MetricsConfig(null, 0)));

  @AfterEach
  void stop() {
    gateway.close();
    redis.close();
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private String metrics() throws Exception {
    return get(gateway.metricsPort(), "/metrics").body();
  }

  @Test
  void tellsWhatClientsGetAndHowTheProcessIs() throws Exception {
    try (SseClient client =
        SseClient.connect("http://127.0.0.1:" + gateway.port() + "/streams/chat")) {
      await().until(() -> client.events("sse:open").size() == 1);
      new RedisConsole(redis.port()).publish("chat", "hello");
      await().until(() -> client.data().size() == 1);
      await()
          .untilAsserted(
              () ->
                  assertThat(metrics().lines())
                      .contains(
                          "sse_in_events_total{stream=\"chat\"} 1.0",
                          "sse_out_events_total{stream=\"chat\"} 1.0",
                          "sse_connections 1.0",
                          "sse_feed_state{state=\"reading\",stream=\"chat\"} 1.0",
                          "sse_readers{state=\"live\",stream=\"chat\"} 1.0"));
      assertThat(metrics())
          .contains(
              "jvm_buffer_memory_used_bytes{id=\"direct\"}",
              "jvm_threads_live_threads",
              "netty_eventexecutor_tasks_pending",
              "netty_allocator_memory_used",
              "process_cpu_usage");
    }
  }

  @Test
  void isNotOnThePortOfTheStreams() throws Exception {
    assertThat(get(gateway.port(), "/metrics").statusCode()).isEqualTo(404);
    assertThat(get(gateway.metricsPort(), "/streams/chat").statusCode()).isEqualTo(404);
  }

  @Test
  void isInTheFormatThatPrometheusReads() throws Exception {
    HttpResponse<String> answer = get(gateway.metricsPort(), "/metrics");
    assertThat(answer.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).startsWith("# HELP ");
  }

  @Test
  void takenPortNamesItsSetting() {
    MetricsConfig taken = new MetricsConfig(null, gateway.metricsPort());
    assertThatThrownBy(() -> Gateway.start(config.withMetrics(taken)))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + gateway.metricsPort())
        .hasMessageContaining("'metrics.port'");
  }

  @Test
  void nodeWithoutTheSettingHasNoSuchPort() {
    try (Gateway quiet = Gateway.start(config)) {
      assertThat(quiet.metricsPort()).isZero();
    }
  }
}
