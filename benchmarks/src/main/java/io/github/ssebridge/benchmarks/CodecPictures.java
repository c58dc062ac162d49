package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ssebridge.benchmarks.BarChart.Bar;
import io.github.ssebridge.benchmarks.LineChart.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws the comparison of our codec with others: ours in one color, theirs in another. Stateless.
 */
final class CodecPictures {

  private static final String OURS = "sse-bridge";
  private static final String BY_HAND = "by-hand";
  private static final int DRAWN_CHUNK = 1 << 10;

  private CodecPictures() {}

  /** The small event. */
  static String encodeSmall(JsonNode figures) {
    return encode(figures, "small", "Encoding an event of 48 bytes that came as UTF-8");
  }

  /** The event of 21 lines. */
  static String encodeLines(JsonNode figures) {
    return encode(figures, "lines", "Encoding an event of 21 lines that came as UTF-8");
  }

  /** Small events in one chunk. */
  static String decode(JsonNode figures) {
    List<Bar> bars = new ArrayList<>();
    for (JsonNode timing : figures.get("timings")) {
      if (is(timing, "inChunksOf1KiB")) {
        bars.add(bar(peer(timing), timing));
      }
    }
    String title = "Decoding an event of 48 bytes, in chunks of 1 KiB";
    return draw(title, figures, "nanoseconds, logarithmic", true, bars);
  }

  /** The small event to many. */
  static String deliver(JsonNode figures) {
    List<Bar> bars = new ArrayList<>();
    for (JsonNode timing : figures.get("timings")) {
      if (!timing.get("parameters").get("event").asText().equals("small")) {
        continue;
      }
      if (is(timing, "sharedBlockHanded")) {
        bars.add(bar("one block handed", timing));
      } else if (is(timing, "throughHub")) {
        bars.add(bar("through the hub", timing));
      } else if (is(timing, "throughHubInHundreds")) {
        bars.add(bar("hub, bursts of 100", timing));
      } else if (is(timing, "encodedForEachHanded") && !peer(timing).equals(OURS)) {
        bars.add(bar(peer(timing), timing));
      }
    }
    String title = "One event to 1,000 subscribers: encoded once, or for each";
    return draw(title, figures, "nanoseconds, logarithmic", true, bars);
  }

  /** The time for one event, by its size. */
  static String growth(JsonNode figures) {
    List<Line> lines = new ArrayList<>();
    for (JsonNode series : figures.get("series")) {
      if (series.get("chunk").asInt() == DRAWN_CHUNK) {
        List<double[]> points = new ArrayList<>();
        for (JsonNode point : series.get("points")) {
          double micros = point.get("nanos").asDouble() / 1e3;
          points.add(new double[] {point.get("bytes").asDouble(), micros});
        }
        lines.add(new Line(series.get("decoder").asText(), points, lines.size(), true, false));
      }
    }
    return new LineChart(
            "Decoding one event in chunks of 1 KiB" + jdk(figures),
            "bytes of the event, logarithmic",
            "microseconds, logarithmic",
            true,
            true)
        .draw(lines);
  }

  private static String encode(JsonNode figures, String event, String title) {
    List<Bar> bars = new ArrayList<>();
    for (JsonNode timing : figures.get("timings")) {
      if (is(timing, "fromBytes") && timing.get("parameters").get("event").asText().equals(event)) {
        bars.add(bar(peer(timing), timing));
      }
    }
    return draw(title, figures, "nanoseconds", false, bars);
  }

  private static String draw(
      String title, JsonNode figures, String unit, boolean logarithmic, List<Bar> bars) {
    List<Bar> sorted =
        bars.stream().sorted(Comparator.comparingDouble(bar -> bar.value().median())).toList();
    return BarChart.draw(title + jdk(figures), unit, logarithmic, sorted);
  }

  private static Bar bar(String name, JsonNode timing) {
    Spread nanos = Json.convert(timing.get("nanos"), Spread.class);
    JsonNode peer = timing.get("parameters").get("peer");
    boolean ours = peer == null || peer.asText().equals(OURS);
    int color = ours ? 0 : peer.asText().equals(BY_HAND) ? 2 : 1;
    return new Bar(name, nanos, String.format(Locale.ROOT, "%,.0f ns", nanos.median()), color);
  }

  private static String peer(JsonNode timing) {
    return timing.get("parameters").get("peer").asText();
  }

  private static boolean is(JsonNode timing, String benchmark) {
    return timing.get("benchmark").asText().equals(benchmark);
  }

  private static String jdk(JsonNode figures) {
    return " (JDK " + figures.get("jdk").asText() + ")";
  }
}
