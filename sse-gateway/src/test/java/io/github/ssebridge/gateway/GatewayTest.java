package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.gateway.GatewayConfig.RedisConfig;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

  private EmbeddedRedis redis;
  private Gateway gateway;

  @BeforeEach
  void start() {
    redis = EmbeddedRedis.start();
    gateway = Gateway.start(config(redis.uri(), 0));
  }

  @AfterEach
  void stop() {
    try {
      gateway.close();
    } finally {
      redis.close();
    }
  }

  private static GatewayConfig config(String redisUri, int port) {
    return new GatewayConfig(
        "127.0.0.1",
        port,
        "n1",
        null,
        new RedisConfig(redisUri),
        Map.of(
            "chat", StreamConfig.ofChannel("chat", true).withPath("/talk"),
            "news", StreamConfig.ofChannel("news", false)));
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + gateway.port() + path;
  }

  private HttpResponse<String> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri(path))).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        " x",
        "a\nb\r\nc\rd",
        "x\n\nid: 9\nevent: sse:end\ndata: evil",
        "\0",
        "\r"
      })
  void whatIsPostedComesOutOfTheStreamAsData(String text) throws Exception {
    try (SseClient client = SseClient.connect(uri("/streams/chat"))) {
      await().until(() -> client.events().size() == 1);
      assertThat(post("/streams/chat", text.getBytes(UTF_8)).statusCode()).isEqualTo(204);
      String read = text.replace("\r\n", "\n").replace('\r', '\n');
      await().untilAsserted(() -> assertThat(client.data()).containsExactly(read));
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void aliasTakesPostsToo() throws Exception {
    try (SseClient client = SseClient.connect(uri("/talk"))) {
      await().until(() -> client.events().size() == 1);
      assertThat(post("/talk", "hello".getBytes(UTF_8)).statusCode()).isEqualTo(204);
      assertThat(post("/streams/chat", "again".getBytes(UTF_8)).statusCode()).isEqualTo(204);
      await().untilAsserted(() -> assertThat(client.data()).containsExactly("hello", "again"));
    }
  }

  @Test
  void severalStreamsShareAConnection() throws Exception {
    try (SseClient client = SseClient.connect(uri("/streams?stream=news&stream=chat"))) {
      await().until(() -> client.events("sse:open").size() == 2);
      assertThat(post("/streams/chat", "hello".getBytes(UTF_8)).statusCode()).isEqualTo(204);
      await().until(() -> client.events("chat/message").size() == 1);
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void postsThatCannotBeEventsAreAnsweredWithTheReason() throws Exception {
    byte[] hello = {'h', 'i'};
    assertThat(post("/streams/other", hello).statusCode()).isEqualTo(404);
    assertThat(post("/streams/news", hello).statusCode()).isEqualTo(405);
    assertThat(post("/streams/news", hello).body()).contains("publish: true");
    assertThat(post("/streams/chat", new byte[0]).body()).contains("empty");
    assertThat(post("/streams/chat", new byte[] {(byte) 0xC0}).body()).contains("UTF-8");
    assertThat(post("/streams/chat", hello, "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void tooLongPostsAreRefusedByEachVersionOfHttp(Version version) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri("/streams/chat")))
            .version(version)
            .POST(BodyPublishers.ofByteArray(new byte[70_000]))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.version()).isEqualTo(version);
    // Newer clients refuse an answer by HTTP/2 that has this header.
    assertThat(answer.headers().map().containsKey("connection"))
        .isEqualTo(version == Version.HTTP_1_1);
  }

  @Test
  void postWhileRedisIsAwayIsRefusedAndWorksAgainAfterwards() throws Exception {
    byte[] hello = {'h', 'i'};
    assertThat(post("/streams/chat", hello).statusCode()).isEqualTo(204);
    redis.kill();
    await().until(() -> post("/streams/chat", hello).statusCode() == 503);
    redis.startAgain();
    await().until(() -> post("/streams/chat", hello).statusCode() == 204);
  }

  @Test
  void takenPortNamesSettingAndRemedy() {
    assertThatThrownBy(() -> Gateway.start(config(redis.uri(), gateway.port())))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + gateway.port())
        .hasMessageContaining("--port");
  }

  @Test
  void redisUriThatCannotBeReadIsNamedWithoutRepeatingIt() {
    assertThatThrownBy(() -> Gateway.start(config("secret://x:pw@", 0)))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("redis.uri")
        .message()
        .doesNotContain("pw");
  }

  @Test
  void demoNamesThePortThatIsTaken() {
    try (Demo demo = new Demo(gateway.port())) {
      assertThatThrownBy(demo::start)
          .isInstanceOf(GatewayException.class)
          .hasMessageContaining("cannot use " + gateway.port())
          .hasMessageContaining("--port");
    }
  }

  @Test
  void startsAndListensWhileItsBrokerIsOutOfReach() {
    try (Gateway lonely = Gateway.start(config("redis://127.0.0.1:" + FreePort.find(), 0));
        SseClient client =
            SseClient.connect("http://127.0.0.1:" + lonely.port() + "/streams/chat")) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.isOpen()).isTrue();
    }
  }
}
