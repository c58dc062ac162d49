package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node to which everything happens that its metrics know of, but that it has no more room. */
final class TroubledNode implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisConsole console = new RedisConsole(redis.port());
  private final Gateway gateway;

  TroubledNode(Path dir) throws IOException {
    String config =
        """
        host: 127.0.0.1
        port: 0
        redis: { uri: "%s" }
        metrics: { port: 0 }
        streams:
          gaps:   { channel: gaps, log: { maxEvents: 10 } }
          latest: { channel: latest, log: { maxEvents: 10 }, overflow: latest }
          closes: { channel: closes, log: { maxEvents: 10 }, overflow: close }
          jobs:   { redisStream: jobs, log: { maxEvents: 100 } }
        """;
    Path file = Files.writeString(dir.resolve("gateway.yaml"), config.formatted(redis.uri()));
    gateway = Gateway.start(ConfigFile.read(file));
  }

  int metricsPort() {
    return gateway.metricsPort();
  }

  void getIntoTrouble(Prometheus observer) throws IOException {
    System.gc();
    serveSlowClients(observer);
    serveWhoComesBack();
    loseTheBroker(observer);
    System.gc();
    observer.awaitSeries("rate(jvm_gc_pause_seconds_sum[1m]) > 0");
    observer.awaitSeries("increase(sse_source_gaps_total[1m]) > 0");
  }

  /** Their streams overtake them, while one of them stands still for long enough to be seen. */
  private void serveSlowClients(Prometheus observer) throws IOException {
    try (SlowClient lapped = slow("gaps");
        SlowClient conflated = slow("latest");
        SlowClient sentAway = slow("closes")) {
      String much = "x".repeat(60_000);
      for (int i = 0; i < 300; i++) {
        console.publish("gaps", much);
        console.publish("latest", much);
        console.publish("closes", much);
      }
      observer.awaitSeries("sse_readers{state=\"behind\"} > 0");
      observer.awaitSeries("sse_slowest_age_seconds > 0");
      lapped.readUntil("\"lapped\"");
      conflated.readUntil("\"conflated\"");
      sentAway.readUntil("sse:goaway");
    }
  }

  /** From the log, from the source, and with an id that is none. */
  private void serveWhoComesBack() {
    try (SseClient client = open("/streams/jobs", null)) {
      addJobs(1);
      await().atMost(LIMIT).until(() -> client.data().size() == 1);
      String old = Objects.requireNonNull(client.events("message").get(0).id());
      addJobs(600);
      await().atMost(LIMIT).until(() -> client.data().size() == 601);
      try (SseClient fromSource = open("/streams/jobs", old);
          SseClient fromLog = open("/streams/jobs", client.lastEventId());
          SseClient fromNowhere = open("/streams/gaps", "nonsense")) {
        await().atMost(LIMIT).until(() -> fromSource.data().size() == 600);
        await().atMost(LIMIT).until(() -> fromNowhere.events("sse:gap").size() == 1);
        assertThat(fromLog.isOpen()).isTrue();
      }
    }
  }

  private void loseTheBroker(Prometheus observer) {
    try (SseClient client = open("/streams/gaps", null)) {
      redis.kill();
      observer.awaitSeries("sse_feed_state{state=\"unreachable\"} == 1");
      redis.startAgain();
      await().atMost(LIMIT).until(() -> client.events("sse:gap").size() == 1);
    }
  }

  private void addJobs(int count) {
    for (int i = 0; i < count; i++) {
      console.text("XADD", "jobs", "*", "data", "job");
    }
  }

  private SlowClient slow(String stream) throws IOException {
    return new SlowClient(gateway.port(), "/streams/" + stream);
  }

  private SseClient open(String path, @Nullable String lastEventId) {
    SseClient client = SseClient.connect("http://127.0.0.1:" + gateway.port() + path, lastEventId);
    await().atMost(LIMIT).until(() -> !client.events("sse:open").isEmpty());
    return client;
  }

  @Override
  public void close() {
    gateway.close();
    redis.close();
  }
}
