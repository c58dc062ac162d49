package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ssebridge.benchmarks.LineChart.Line;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

/** Draws the figures of the Kafka scenarios. Stateless. */
final class KafkaPictures {

  private KafkaPictures() {}

  /** The memory of a node that many clients come back to at once. */
  static String crowd(JsonNode figures) {
    JsonNode points = figures.get("points");
    double end = points.get(points.size() - 1).get("seconds").asDouble();
    double bound = figures.get("heapMiB").asDouble();
    return new LineChart(
            "Memory while %,d clients come back with old ids"
                .formatted(figures.get("clients").asInt()),
            "seconds",
            "MiB",
            false,
            false)
        .draw(
            List.of(
                line("heap", points, 1, point -> memory(point, "heapMiB")),
                line("direct memory", points, 0, point -> memory(point, "directMiB")),
                new Line(
                    "bound of the heap",
                    List.of(new double[] {0, bound}, new double[] {end, bound}),
                    2,
                    false,
                    true)));
  }

  private static double memory(JsonNode point, String name) {
    return point.get("memory").get(name).asDouble();
  }

  private static Line line(
      String name, JsonNode points, int color, ToDoubleFunction<JsonNode> value) {
    List<double[]> line =
        StreamSupport.stream(points.spliterator(), false)
            .map(p -> new double[] {p.get("seconds").asDouble(), value.applyAsDouble(p)})
            .toList();
    return new Line(name, line, color, false, false);
  }
}
