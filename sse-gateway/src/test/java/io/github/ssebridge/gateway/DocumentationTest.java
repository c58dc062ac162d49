package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.HubOptions;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.SnapshotOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.SseClient;
import io.github.ssebridge.testkit.TestCertificate;
import io.github.ssebridge.vertx.ConnectionLimits;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README and docs show is what is compiled and run. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..");
  // What it shows is run by the tests of the module compatibility.
  private static final String OF_CLIENTS = "clients.md";

  private static final Path SOURCES =
      Path.of("src", "test", "java", "io", "github", "ssebridge", "gateway");

  @TempDir Path dir;

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
              docs.filter(page -> page.toString().endsWith(".md"))
                  .filter(page -> !page.endsWith(OF_CLIENTS)))
          .toList();
    }
  }

  private static List<String> snippets(String language) throws IOException {
    Pattern fence = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
    StringBuilder all = new StringBuilder();
    for (Path page : pages()) {
      all.append(Files.readString(page)).append('\n');
    }
    return fence.matcher(all).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static String withoutIndent(String code) {
    return code.lines().map(String::strip).filter(line -> !line.isEmpty()).toList().toString();
  }

  @Test
  void everyJavaSnippetStandsInACompiledFile() throws IOException {
    String compiled =
        withoutIndent(
            Files.readString(SOURCES.resolve("PriceServer.java"))
                + Files.readString(SOURCES.resolve("ProductionServer.java"))
                + Files.readString(SOURCES.resolve("BridgedStreams.java")));
    assertThat(snippets("java")).hasSizeGreaterThanOrEqualTo(2);
    for (String snippet : snippets("java")) {
      String lines = withoutIndent(snippet);
      assertThat(compiled).contains(lines.substring(1, lines.length() - 1));
    }
  }

  @Test
  void everyConfigurationIsOneThatTheGatewayReads() throws Exception {
    var unused = TestCertificate.create().writeTo(dir);
    assertThat(snippets("yaml")).isNotEmpty();
    for (String yaml : snippets("yaml")) {
      String here = yaml.replace("/etc/sse-gateway", dir.toString());
      ConfigFile.read(Files.writeString(dir.resolve("gateway.yaml"), here));
    }
  }

  @Test
  void testCommandOfTheReadmeIsTheOneThatContinuousIntegrationRuns() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("\nmvn -B -ntp verify\n");
    assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("\nmvn -B -ntp verify\n");
  }

  @Test
  void defaultsAreThoseOfTheCode() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(readme)
        .contains(
            "| `HubOptions.retry` | %d s".formatted(HubOptions.DEFAULT_RETRY.toSeconds()),
            "| `HubOptions.linger` | %d min".formatted(HubOptions.DEFAULT_LINGER.toMinutes()),
            "| `LogOptions.maxBytes` | %d MiB".formatted(LogOptions.DEFAULT_MAX_BYTES >> 20),
            "| `LogOptions.maxEvents` | %,d".formatted(LogOptions.DEFAULT_MAX_EVENTS),
            "| `LogOptions.maxAge` | %d day".formatted(LogOptions.DEFAULT_MAX_AGE.toDays()),
            "| `StreamOptions.overflow` | `%s`".formatted(StreamOptions.defaults().overflow()),
            "| `StreamOptions.replays` | %d".formatted(StreamOptions.DEFAULT_REPLAYS),
            "| `SnapshotOptions.maxBytes` | %d MiB"
                .formatted(SnapshotOptions.DEFAULT_MAX_BYTES >> 20),
            "| `SseHandlerOptions.stallTimeout` | %d s"
                .formatted(SseHandlerOptions.DEFAULT_STALL_TIMEOUT.toSeconds()),
            "| `LogOptions.maxEventBytes` | %d MiB"
                .formatted(LogOptions.DEFAULT_MAX_EVENT_BYTES >> 20),
            "| `SseHandlerOptions.heartbeat` | %d s"
                .formatted(SseHandlerOptions.DEFAULT_HEARTBEAT.toSeconds()));
  }

  @Test
  void defaultsOfTheGatewayAreThoseOfTheCode() throws IOException {
    ConnectionLimits limits = ConnectionsConfig.defaults().limits();
    SseHandlerOptions options = ConnectionsConfig.defaults().options();
    assertThat(options.maxAge()).isEqualTo(options.maxIdle()).isEqualTo(SseHandlerOptions.NEVER);
    assertThat(limits.perAddress()).isEqualTo(ConnectionLimits.UNLIMITED);
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains(
            "| `connections.total` | %,d".formatted(limits.total()),
            "| `connections.perPrincipal` | %d".formatted(limits.perPrincipal()),
            "| `connections.perAddress` | any number",
            "| `connections.heartbeat` | %d s".formatted(options.heartbeat().toSeconds()),
            "| `connections.stallTimeout` | %d s".formatted(options.stallTimeout().toSeconds()),
            "| `connections.maxAge`, `connections.maxIdle` | never",
            "| `connections.reauthAhead` | %d s".formatted(options.reauthAhead().toSeconds()),
            "| `connections.maxStreams`, `connections.maxKeys` | %d, %d"
                .formatted(options.maxStreams(), options.maxKeys()),
            "| `connections.compression` | " + options.compression(),
            "| `drain` | %d s".formatted(GatewayConfig.DEFAULT_DRAIN.toSeconds()),
            "| `jwt.streams` | `%s`".formatted(JwtConfig.DEFAULT_CLAIM),
            "A connection has %d s for its\nfirst request"
                .formatted(HttpServerVerticle.FIRST_REQUEST.toSeconds()));
  }

  @Test
  void priceServerServesPrices() throws Exception {
    Vertx vertx = Vertx.vertx();
    int port = FreePort.find();
    DeploymentOptions options =
        new DeploymentOptions().setConfig(new JsonObject().put("port", port));
    try {
      vertx
          .deployVerticle(new PriceServer(), options)
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      try (SseClient client = SseClient.connect("http://localhost:" + port + "/prices")) {
        Awaitility.await().until(() -> client.data().contains("42.17"));
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }
}
