package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.Programs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus, a child process that scrapes one node every second. */
final class Prometheus implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Instant begun = Instant.now();
  private final int port = FreePort.find();
  private final Process process;

  /** Starts it, with its files in a directory of the caller's. */
  Prometheus(int target, Path dir) {
    try {
      Path config =
          Files.writeString(
              dir.resolve("prometheus.yml"),
              """
              global: { scrape_interval: 1s }
              scrape_configs:
                - job_name: sse-bridge
                  static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
              """
                  .formatted(target));
      process =
          new ProcessBuilder(
                  Programs.need("prometheus", "prometheus").getPath(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + dir.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(dir.resolve("prometheus.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> get("/-/ready").statusCode() == 200);
  }

  /** What an expression has been since this was started: its series, with a value a second. */
  List<JsonObject> everSince(String expression) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        get(
            "/api/v1/query_range?step=1s&start=%d&end=%d&query=%s"
                .formatted(
                    begun.getEpochSecond(),
                    Instant.now().getEpochSecond() + 1,
                    URLEncoder.encode(expression, UTF_8)));
    assertThat(answer.statusCode()).as("%s: %s", expression, answer.body()).isEqualTo(200);
    return new JsonObject(answer.body())
        .getJsonObject("data").getJsonArray("result").stream().map(JsonObject.class::cast).toList();
  }

  /** Waits until an expression has had a series. */
  void awaitSeries(String expression) {
    await().atMost(LIMIT).until(() -> !everSince(expression).isEmpty());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
