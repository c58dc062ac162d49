package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a node well that nobody looks after: limits, probes, an end without haste. */
@Tag("long")
class ServingGatewayTest {

  private static EmbeddedRedis redis;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private TestNode node(String settings) throws IOException {
    return TestNode.start(dir, redis.uri(), settings);
  }

  private TestNode impatientNode(String settings) throws IOException {
    return TestNode.start(dir, redis.uri(), settings, Duration.ofMillis(500));
  }

  private static SseClient open(TestNode node, Map<String, String> headers) {
    SseClient client = node.connect("/streams/chat", headers);
    await().until(() -> !client.events().isEmpty());
    return client;
  }

  private static Socket socket(TestNode node, String said) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.gateway.port());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(said.getBytes(ISO_8859_1));
    return socket;
  }

  /** That the other side has closed it, in whatever way. */
  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void limitOfAnAddressIsThatOfTheClientBehindATrustedProxy() throws Exception {
    try (TestNode node = node("trustForwarded: true\nconnections: { perAddress: 1 }\n");
        SseClient first = open(node, Map.of("X-Forwarded-For", "192.0.2.1"));
        SseClient second = open(node, Map.of("X-Forwarded-For", "192.0.2.1"));
        SseClient other = open(node, Map.of("X-Forwarded-For", "192.0.2.2"))) {
      assertThat(first.events("sse:open")).hasSize(1);
      assertThat(second.events("sse:goaway").get(0).data()).contains("too-many-of-address");
      assertThat(other.events("sse:open")).hasSize(1);
    }
  }

  @Test
  void clientCannotChooseItsAddressWhereNoProxyIsTrusted() throws Exception {
    try (TestNode node = node("connections: { perAddress: 1 }\n");
        SseClient first = open(node, Map.of("X-Forwarded-For", "192.0.2.1"));
        SseClient second = open(node, Map.of("X-Forwarded-For", "192.0.2.2"))) {
      assertThat(first.isOpen()).isTrue();
      assertThat(second.events("sse:goaway")).hasSize(1);
    }
  }

  @Test
  void allRoutesShareTheLimitInAll() throws Exception {
    try (TestNode node = node("connections: { total: 1 }\n");
        SseClient first = open(node, Map.of());
        SseClient alias = node.connect("/news", Map.of());
        SseClient both = node.connect("/streams?stream=chat&stream=news", Map.of())) {
      assertThat(first.isOpen()).isTrue();
      await().until(() -> alias.events("sse:goaway").size() == 1);
      await().until(() -> both.events("sse:goaway").size() == 1);
      assertThat(node.get("/health/ready", Map.of()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void isNotReadyBeforeItsSourceWasThereAndStaysReadyWhenThatIsLost() throws Exception {
    EmbeddedRedis own = EmbeddedRedis.start();
    own.kill();
    try (TestNode node = TestNode.start(dir, own.uri(), "")) {
      assertThat(node.get("/health/ready", Map.of()).statusCode()).isEqualTo(503);
      assertThat(node.get("/health/ready", Map.of()).body()).contains(": chat\"", ": news\"");
      assertThat(node.get("/health/live", Map.of()).statusCode()).isEqualTo(200);
      own.startAgain();
      await().until(() -> node.get("/health/ready", Map.of()).statusCode() == 200);
      own.kill();
      await().until(() -> node.get("/health", Map.of()).statusCode() == 503);
      assertThat(node.get("/health/ready", Map.of()).statusCode()).isEqualTo(200);
    } finally {
      own.close();
    }
  }

  @Test
  void drainsAllItsClientsOverTheTimeAndIsNotReadyMeanwhile() throws Exception {
    try (TestNode node = node("drain: 2s\n")) {
      List<SseClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(open(node, Map.of()));
      }
      await().until(() -> node.get("/health/ready", Map.of()).statusCode() == 200);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
      await().until(() -> node.get("/health/ready", Map.of()).body().contains("draining"));
      assertThat(node.get("/health/live", Map.of()).statusCode()).isEqualTo(200);
      await().until(() -> clients.stream().filter(SseClient::isOpen).count() < 15);
      assertThat(clients).as("evenly, not at once").anyMatch(SseClient::isOpen);
      closing.join();
      assertThat(clients)
          .allSatisfy(
              client -> {
                await().until(() -> !client.isOpen());
                assertThat(client.events("sse:goaway").get(0).data()).contains("draining");
                assertThat(client.violations()).isEmpty();
              });
    }
  }

  @Test
  void endsAtOnceIfNobodyIsConnected() throws Exception {
    TestNode node = node("drain: 10m\n");
    CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
    await().atMost(Duration.ofSeconds(5)).until(closing::isDone);
  }

  @Test
  void floodOfSilentSocketsIsBoundedAndPasses() throws Exception {
    List<Socket> flood = new ArrayList<>();
    // 20 streams, 2 and 100 more sockets.
    try (TestNode node = impatientNode("connections: { total: 20 }\n");
        SseClient before = open(node, Map.of())) {
      for (int i = 0; i < 300; i++) {
        flood.add(socket(node, ""));
        assertThat(node.gateway.sockets()).isLessThanOrEqualTo(122);
      }
      await().until(() -> node.gateway.sockets() <= 2);
      assertThat(flood).allMatch(ServingGatewayTest::isClosed);
      assertThat(before.isOpen()).isTrue();
      assertThat(node.get("/health/live", Map.of()).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  @Test
  void newestOfTooManySocketsIsClosedAtOnce() throws Exception {
    List<Socket> flood = new ArrayList<>();
    try (TestNode node = node("connections: { total: 1 }\n")) {
      for (int i = 0; i < 101; i++) {
        flood.add(socket(node, "G"));
      }
      await().until(() -> node.gateway.sockets() == 101);
      assertThat(isClosed(socket(node, ""))).isTrue();
      flood.remove(0).close();
      await().until(() -> node.gateway.sockets() == 100);
      assertThat(node.get("/health/live", Map.of()).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  @Test
  void requestThatComesByteByByteIsNotWaitedFor() throws Exception {
    try (TestNode node = impatientNode("");
        Socket dribbling = socket(node, "GET /streams/chat HTTP/1.1\r\nHost: x\r\n");
        Socket preface = socket(node, "PRI * HTTP")) {
      CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> isClosed(dribbling));
      CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> isClosed(preface));
      await()
          .until(
              () -> {
                dribble(dribbling);
                return first.isDone() && second.isDone();
              });
      assertThat(first.join() && second.join()).isTrue();
    }
  }

  @Test
  void streamsOutliveTheTimeForTheirRequest() throws Exception {
    try (TestNode node = impatientNode("");
        SseClient client = open(node, Map.of())) {
      await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(2)).until(client::isOpen);
    }
  }

  @Test
  void takesHeadersOf32KibAndTellsBrowsersWithMoreToForgetTheirId() throws Exception {
    try (TestNode node = node("");
        SseClient long30 = node.connect("/streams/chat", Map.of("X-Long", "x".repeat(30_000)));
        SseClient tooLong =
            node.connect(
                "/streams/chat",
                Map.of("Accept-Language", "en", "Last-Event-ID", "x".repeat(40_000)))) {
      await().until(() -> long30.events("sse:open").size() == 1);
      await().until(() -> tooLong.events("sse:gap").size() == 1);
      assertThat(tooLong.status()).isEqualTo(200);
    }
  }

  private static void dribble(Socket socket) {
    try {
      socket.getOutputStream().write('X');
    } catch (IOException closed) {
      // That is what is waited for.
    }
  }
}
