package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ssebridge.benchmarks.BarChart.Bar;
import io.github.ssebridge.benchmarks.LineChart.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The pictures of the scenarios' figures, as they stand in the JSON. Stateless. */
final class Pictures {

  private Pictures() {}

  /** The deliveries a second that each arm sustains. */
  static String sustained(JsonNode figures) {
    List<Bar> bars = new ArrayList<>();
    for (JsonNode arm : figures.get("arms")) {
      Spread value = spread(arm.get("sustained"));
      if (value.median() > 0) {
        String note = Scaling.label(value.median()) + "/s";
        bars.add(new Bar(arm.get("arm").asText(), value, note, bars.size()));
      }
    }
    String title =
        "Sustained deliveries to %,d subscribers".formatted(figures.get("subscribers").asInt());
    return BarChart.draw(
        title, "deliveries per second, logarithmic (none lost, p99 below 100 ms)", true, bars);
  }

  /** How the latency grows with what is offered. */
  static String latency(JsonNode figures) {
    List<Line> lines = new ArrayList<>();
    int color = 0;
    for (JsonNode arm : figures.get("arms")) {
      String name = arm.get("arm").asText();
      lines.add(new Line(name, latency(arm, "p99"), color, true, false));
      lines.add(new Line("", latency(arm, "p50"), color, true, true));
      color++;
    }
    return new LineChart(
            "Latency by offered load: p99, and p50 dashed",
            "deliveries offered per second, logarithmic",
            "milliseconds, logarithmic",
            true,
            true)
        .draw(lines);
  }

  /** The memory of a server some of whose readers have stalled. */
  static String memory(JsonNode figures) {
    JsonNode points = figures.get("memory");
    double bound = figures.get("logBytes").asDouble() / 1048576;
    double end = points.get(points.size() - 1).get("seconds").asDouble();
    return new LineChart(
            "Memory while %,d of %,d readers have stalled"
                .formatted(
                    figures.get("stalled").asInt(),
                    figures.get("stalled").asInt() + figures.get("readers").asInt()),
            "seconds",
            "MiB, logarithmic",
            false,
            true)
        .draw(
            List.of(
                new Line("resident", series(points, "residentMiB"), 3, false, false),
                new Line("heap", series(points, "heapMiB"), 1, false, false),
                new Line("direct memory", series(points, "directMiB"), 0, false, false),
                new Line(
                    "bound of the log",
                    List.of(new double[] {0, bound}, new double[] {end, bound}),
                    2,
                    false,
                    true)));
  }

  /** What an append costs with more and more subscribers to keys. */
  static String keyCost(JsonNode figures) {
    return new LineChart(
            "Cost of an append to a stream of %,d keys".formatted(figures.get("keys").asInt()),
            "subscribers of one key each",
            "CPU nanoseconds per append",
            false,
            false)
        .draw(
            List.of(
                new Line("keys that nobody reads", cost(figures, "unreadNanos"), 0, true, false),
                new Line("all keys in turn", cost(figures, "allKeysNanos"), 1, true, false)));
  }

  /** How long it takes until all who came back have caught up. */
  static String storm(JsonNode figures) {
    List<Bar> bars =
        List.of(
            seconds("engine", figures.get("engineSeconds"), 0),
            seconds("raw Vert.x", figures.get("rawSeconds"), 1));
    String title =
        String.format(
            Locale.ROOT,
            "%,d clients come back and catch up with %.1f GB",
            figures.get("clients").asInt(),
            figures.get("bytes").asDouble() / 1e9);
    return BarChart.draw(title, "seconds until all have caught up", false, bars);
  }

  private static Bar seconds(String name, JsonNode figure, int color) {
    Spread value = spread(figure);
    return new Bar(name, value, String.format(Locale.ROOT, "%.2f s", value.median()), color);
  }

  /** Of each rate the last try, which is the one that counted. */
  private static List<double[]> latency(JsonNode arm, String percentile) {
    Map<Double, double[]> tries = new TreeMap<>();
    for (JsonNode step : arm.get("steps")) {
      double offered = step.get("offeredPerSecond").asDouble();
      double millis = step.get("latencyMillis").get(percentile).asDouble();
      tries.put(offered, new double[] {offered, millis});
    }
    return List.copyOf(tries.values());
  }

  private static List<double[]> series(JsonNode points, String name) {
    return points(
        points,
        point -> new double[] {point.get("seconds").asDouble(), point.get(name).asDouble()});
  }

  private static List<double[]> cost(JsonNode figures, String name) {
    return points(
        figures.get("costs"),
        point ->
            new double[] {point.get("subscribers").asDouble(), spread(point.get(name)).median()});
  }

  private static List<double[]> points(JsonNode nodes, Function<JsonNode, double[]> point) {
    return StreamSupport.stream(nodes.spliterator(), false).map(point).toList();
  }

  private static Spread spread(JsonNode node) {
    return Json.convert(node, Spread.class);
  }
}
