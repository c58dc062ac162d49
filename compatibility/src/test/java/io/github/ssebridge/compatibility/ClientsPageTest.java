package io.github.ssebridge.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/clients.md says what the tests of this module find, of the versions that they run. */
class ClientsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "clients.md");
  private static final Path JAVA =
      Path.of("src", "test", "java", "io", "github", "ssebridge", "compatibility");

  /** The property of a pom, or the dependency of the package.json, that has the version. */
  private static final Map<String, String> VERSIONS =
      Map.of(
          "eventsource", "eventsource",
          "undici EventSource", "undici",
          "@microsoft/fetch-event-source, as it comes", "@microsoft/fetch-event-source",
          "@microsoft/fetch-event-source, as below", "@microsoft/fetch-event-source",
          "okhttp-sse", "okhttp.version",
          "okhttp-eventsource", "okhttp-eventsource.version",
          "Spring WebFlux WebClient", "spring.version",
          "Vert.x WebClient", "vertx.version",
          "Vert.x HttpClient with SseDecoder", "vertx.version");

  static Stream<MatrixClient> clients() {
    return ClientMatrixTest.clients();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void clientStandsInTheTableWithItsVersionAndWhatItDoesAt204(MatrixClient client)
      throws IOException {
    List<String> cells = row(client.name());
    String declared = VERSIONS.get(client.name());
    if (declared != null) {
      assertThat(cells.get(2)).isEqualTo(version(declared));
    }
    assertThat(cells.get(6).equals("no")).isEqualTo(client.has(Fault.IGNORES_204));
    assertThat(cells.get(5).equals("yes")).isEqualTo(!client.has(Fault.KEEPS_HALF_IDS));
    assertThat(cells.get(7).contains("mpty first"))
        .isEqualTo(client.has(Fault.LOSES_EMPTY_FIRST_LINE));
    assertThat(cells.get(7).contains("last line"))
        .isEqualTo(client.has(Fault.LOSES_EMPTY_LAST_LINE));
    assertThat(cells.get(7).contains("stands still"))
        .isEqualTo(client.has(Fault.STANDS_STILL_AT_LONG_EVENTS));
  }

  @Test
  void whatItShowsIsWhatRuns() throws IOException {
    StringBuilder run = new StringBuilder();
    try (Stream<Path> files = Files.list(JAVA)) {
      for (Path file : files.toList()) {
        run.append(Files.readString(file));
      }
    }
    run.append(Files.readString(NodeModules.SOURCES.resolve("fetch-event-source.mjs")));
    run.append(Files.readString(CurlReading.SCRIPT));
    Pattern fence = Pattern.compile("```[a-z]+\n(.*?)```", Pattern.DOTALL);
    List<String> shown =
        fence.matcher(Files.readString(PAGE)).results().map((MatchResult m) -> m.group(1)).toList();
    assertThat(shown).hasSize(5);
    assertThat(shown).allSatisfy(code -> assertThat(lines(run.toString())).contains(lines(code)));
  }

  /** The cells of a row of the first table, from 1 on. */
  private static List<String> row(String client) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| " + client + " |"))
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row of " + client));
  }

  private static String version(String declared) throws IOException {
    if (declared.endsWith(".version")) {
      String poms =
          Files.readString(Path.of("pom.xml")) + Files.readString(Path.of("..", "pom.xml"));
      return Pattern.compile("<" + declared + ">(.+)</")
          .matcher(poms)
          .results()
          .findFirst()
          .orElseThrow()
          .group(1);
    }
    String manifest = Files.readString(NodeModules.SOURCES.resolve("package.json"));
    return Objects.requireNonNull(
        new JsonObject(manifest).getJsonObject("dependencies").getString(declared));
  }

  private static String lines(String code) {
    return String.join(
        "\n", code.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
  }
}
