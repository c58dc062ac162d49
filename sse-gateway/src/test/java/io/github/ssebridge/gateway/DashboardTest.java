package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of docs/metrics.md: Grafana is not here, but what it asks Prometheus is asked. */
@Tag("long")
class DashboardTest {

  private static final Path FILE = Path.of("..", "docs", "grafana", "sse-bridge.json");

  /** Panels that may show nothing but zeros here, and why. */
  private static final Map<String, String> QUIET =
      Map.of(
          "Connections refused by reason", "the node takes 50,000, more than a test should open",
          "Tasks that wait on event loops", "none is there for long enough to be seen");

  @TempDir Path dir;

  private static JsonObject dashboard() throws IOException {
    return new JsonObject(Files.readString(FILE));
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static List<JsonObject> panels() throws IOException {
    return objects(dashboard().getJsonArray("panels"))
        .filter(panel -> !panel.getString("type").equals("row"))
        .toList();
  }

  private static List<String> expressions(JsonObject panel) {
    return objects(panel.getJsonArray("targets")).map(target -> target.getString("expr")).toList();
  }

  /** As Grafana sends it, with all nodes and streams chosen. */
  private static String asked(String expression) {
    String asked =
        expression
            .replace("$instance", ".*")
            .replace("$stream", ".*")
            .replace("$__rate_interval", "1m");
    assertThat(asked).doesNotContain("$");
    return asked;
  }

  private static boolean isEverSomething(JsonObject series) {
    return series.getJsonArray("values").stream()
        .map(value -> Double.parseDouble(((JsonArray) value).getString(1)))
        .anyMatch(value -> value != 0 && !Double.isNaN(value));
  }

  @Test
  void everyPanelShowsWhatHappensToANode() throws Exception {
    try (TroubledNode node = new TroubledNode(dir);
        Prometheus prometheus = new Prometheus(node.metricsPort(), dir)) {
      prometheus.awaitSeries("sse_in_events_total");
      node.getIntoTrouble(prometheus);
      for (JsonObject panel : panels()) {
        List<JsonObject> all = new ArrayList<>();
        for (String expression : expressions(panel)) {
          List<JsonObject> series = prometheus.everSince(asked(expression));
          assertThat(series).as("%s: %s", panel.getString("title"), expression).isNotEmpty();
          all.addAll(series);
        }
        assertThat(all)
            .as("'%s' shows something", panel.getString("title"))
            .anyMatch(
                series -> isEverSomething(series) || QUIET.containsKey(panel.getString("title")));
      }
    }
  }

  @Test
  void belongsToNoGrafanaInParticular() throws IOException {
    JsonObject dashboard = dashboard();
    assertThat(dashboard.getValue("id")).isNull();
    assertThat(dashboard.getInteger("schemaVersion")).isPositive();
    JsonObject first = dashboard.getJsonObject("templating").getJsonArray("list").getJsonObject(0);
    assertThat(first.getString("type")).isEqualTo("datasource");
    assertThat(first.getString("name")).isEqualTo("datasource");
    for (JsonObject panel : panels()) {
      assertThat(panel.getJsonObject("datasource").getString("uid")).isEqualTo("${datasource}");
    }
  }

  @Test
  void panelsHavePlacesOfTheirOwn() throws IOException {
    Set<Integer> ids = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (JsonObject panel : objects(dashboard().getJsonArray("panels")).toList()) {
      assertThat(ids.add(panel.getInteger("id"))).isTrue();
      JsonObject grid = panel.getJsonObject("gridPos");
      assertThat(grid.getInteger("x") + grid.getInteger("w")).isLessThanOrEqualTo(24);
      assertThat(places.add(grid.getInteger("x") + "," + grid.getInteger("y"))).isTrue();
    }
  }
}
