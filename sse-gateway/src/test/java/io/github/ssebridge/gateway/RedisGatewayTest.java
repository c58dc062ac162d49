package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.gateway.GatewayConfig.RedisConfig;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes of a Redis stream, a sharded channel and a pattern. */
class RedisGatewayTest {

  private static final StreamConfig JOBS =
      new StreamConfig(
          null, "jobs", null, null, false, null, true, 100L, null, null, null, null, false, false);
  private static final StreamConfig ROOMS =
      new StreamConfig(
          null, null, "rooms", null, true, null, true, null, null, null, null, null, false, false);
  private static final StreamConfig TICKS =
      new StreamConfig(
              null, null, null, "ticks.*", false, null, false, null, null, null, null, null, false,
              false)
          .withPath("/ticks/{channel}");

  private EmbeddedRedis redis;
  private RedisConsole console;
  private Gateway first;
  private Gateway second;

  @BeforeEach
  void start() {
    redis = EmbeddedRedis.start();
    console = new RedisConsole(redis.port());
    first = node("n1");
    second = node("n2");
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    redis.close();
  }

  private Gateway node(String name) {
    return Gateway.start(
        new GatewayConfig(
            "127.0.0.1",
            0,
            name,
            null,
            new RedisConfig(redis.uri()),
            Map.of("jobs", JOBS, "rooms", ROOMS, "ticks", TICKS)));
  }

  @Test
  void goesOnAtAnotherNodeAfterTheEntryThatItHasGot() throws Exception {
    try (SseClient client = open(first, "/streams/jobs")) {
      assertThat(post("/streams/jobs", "1").statusCode()).isEqualTo(204);
      assertThat(post("/streams/jobs", "2").statusCode()).isEqualTo(204);
      Eventually.check(() -> assertThat(client.data()).containsExactly("1", "2"));
      String id = Objects.requireNonNull(client.events("message").get(0).id());
      assertThat(post("/streams/jobs", "3").statusCode()).isEqualTo(204);
      try (SseClient back = SseClient.connect(uri(second, "/streams/jobs"), id)) {
        Eventually.check(() -> assertThat(back.data()).containsExactly("2", "3"));
        assertThat(back.events("sse:gap")).isEmpty();
        assertThat(back.violations()).isEmpty();
      }
    }
  }

  @Test
  void trimsTheStreamToItsLength() {
    for (int i = 0; i < 300; i++) {
      first.hub().publish("jobs", ServerSentEvent.of("job")).toCompletableFuture().join();
    }
    assertThat(console.number("XLEN", "jobs")).isBetween(100L, 250L);
  }

  @Test
  void sendsWhatIsPostedIntoAShardedChannelToTheOtherNode() throws Exception {
    try (SseClient client = open(second, "/streams/rooms")) {
      assertThat(post("/streams/rooms", "hello").statusCode()).isEqualTo(204);
      Eventually.check(() -> assertThat(client.data()).containsExactly("hello"));
      assertThat(console.list("PUBSUB", "SHARDCHANNELS").get(0)).isEqualTo("rooms");
    }
  }

  @Test
  void servesOneChannelOfAPatternByItsPath() throws Exception {
    try (SseClient client = open(first, "/ticks/ticks.eu")) {
      console.publish("ticks.us", "1");
      console.publish("ticks.eu", "2");
      Eventually.check(() -> assertThat(client.data()).containsExactly("2"));
      assertThat(post("/ticks/ticks.eu", "3").statusCode()).isNotEqualTo(204);
    }
  }

  @Test
  void isDownWhileRedisIsAwayAndUpAgainAfterwards() throws Exception {
    try (SseClient client = open(first, "/streams/jobs")) {
      Eventually.check(() -> assertThat(health().statusCode()).isEqualTo(200));
      redis.kill();
      Eventually.check(() -> assertThat(health().statusCode()).isEqualTo(503));
      assertThat(health().body()).contains("\"jobs\":{\"state\":\"unreachable\"");
      redis.startAgain();
      Eventually.check(() -> assertThat(health().statusCode()).isEqualTo(200));
      assertThat(client.isOpen()).isTrue();
    }
  }

  private static String uri(Gateway node, String path) {
    return "http://127.0.0.1:" + node.port() + path;
  }

  private static SseClient open(Gateway node, String path) {
    SseClient client = SseClient.connect(uri(node, path));
    Eventually.check(() -> assertThat(client.events("sse:open")).hasSize(1));
    return client;
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(uri(first, path))).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> health() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(uri(first, "/health"))));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
