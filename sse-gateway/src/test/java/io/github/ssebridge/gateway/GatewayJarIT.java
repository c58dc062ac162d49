package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user starts it: a process of its own, with a folder for temporary files. */
class GatewayJarIT {

  @TempDir Path dir;

  private Process gateway(String... arguments) throws IOException {
    Path temp = Files.createDirectories(dir.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temp);
    command.add("-jar");
    command.add(System.getProperty("gateway.jar"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("output").toFile())
        .start();
  }

  private String output() throws IOException {
    return Files.readString(dir.resolve("output"));
  }

  private Path config(String yaml) throws IOException {
    return Files.writeString(dir.resolve("gateway.yaml"), yaml);
  }

  @Test
  void demoIsUpWithin40SecondsAndLeavesNothingBehind() throws Exception {
    int port = FreePort.find();
    Process demo = gateway("--demo", "--port", String.valueOf(port));
    try {
      await().atMost(Duration.ofSeconds(40)).until(() -> pageIsUp(port) && pageIsUp(port + 1));
      try (SseClient client = SseClient.connect("http://localhost:" + port + "/streams/machine")) {
        await().atMost(Duration.ofSeconds(10)).until(() -> client.data().size() > 10);
      }
      List<ProcessHandle> children = demo.descendants().toList();
      assertThat(children).as("the Redis of the demo").hasSize(1);

      demo.destroy();
      assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
      try (Stream<Path> left = Files.list(dir.resolve("tmp"))) {
        // The JVM's own, which it deletes itself where it can.
        assertThat(left.filter(file -> !file.getFileName().toString().startsWith("hsperf")))
            .isEmpty();
      }
      assertThat(output()).contains("starting Redis and a Kafka broker", "the demo is up after");
      assertThat(output()).doesNotContain("Exception", "\tat ", " WARN ", " ERROR ");
    } finally {
      demo.destroyForcibly();
    }
  }

  @Test
  void unknownSettingEndsTheStartInOneLine() throws Exception {
    Process process = gateway("--config", config("streems: {}\n").toString());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(output()).contains("gateway.yaml:1: unknown setting 'streems'").hasLineCount(1);
  }

  @Test
  void takenPortEndsTheStartInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String yaml =
          """
          port: %d
          redis: { uri: "redis://127.0.0.1:1" }
          streams: { chat: { channel: chat } }
          """
              .formatted(taken.getLocalPort());
      Process process = gateway("--config", config(yaml).toString());
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(output()).contains("cannot listen on", "'port' or --port").hasLineCount(1);
    }
  }

  @Test
  void brokersOutOfReachAreOneLineEachAndTheGatewayStaysUp() throws Exception {
    int port = FreePort.find();
    String yaml =
        """
        port: %d
        host: 127.0.0.1
        kafka: { bootstrap.servers: "127.0.0.1:1" }
        redis: { uri: "redis://127.0.0.1:1" }
        streams: { prices: { topic: prices }, chat: { channel: chat } }
        """
            .formatted(port);
    Process process = gateway("--config", config(yaml).toString());
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> output().contains("no Kafka broker answers"));
      await().until(() -> output().contains("no Redis answers"));
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(8))
          .until(() -> output().lines().filter(line -> line.contains("WARN")).count() == 2);
      try (SseClient client = SseClient.connect("http://127.0.0.1:" + port + "/streams/prices")) {
        assertThat(client.status()).isEqualTo(200);
      }
      assertThat(output()).contains("bootstrap.servers", "Redis uri").doesNotContain("\tat ");
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void sendsItsClientsAwayInOrderBeforeItEnds() throws Exception {
    int port = FreePort.find();
    String yaml =
        """
        port: %d
        host: 127.0.0.1
        redis: { uri: "redis://127.0.0.1:1" }
        streams: { chat: { channel: chat } }
        drain: 2s
        """
            .formatted(port);
    Process process = gateway("--config", config(yaml).toString());
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> output().contains("listening on"));
      if (System.getProperty("os.name", "").equals("Linux")) {
        assertThat(output()).contains("(http, transport epoll)");
      }
      SseClient client = SseClient.connect("http://127.0.0.1:" + port + "/streams/chat");
      assertThat(client.status()).isEqualTo(200);
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      await().until(() -> !client.isOpen());
      assertThat(client.events("sse:goaway").get(0).data()).contains("draining");
      assertThat(client.violations()).isEmpty();
      assertThat(output()).contains("drained; 0 connections are left").doesNotContain("\tat ");
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean pageIsUp(int port) {
    try {
      HttpRequest get =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/")).build();
      return HttpClient.newHttpClient()
          .send(get, BodyHandlers.ofString())
          .body()
          .contains("SSE Bridge");
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
