package io.github.ssebridge.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A picture in the making: text, lines and bars in the colours of the reader's theme. Owned by the
 * thread that draws.
 */
final class Svg {

  private static final String STYLE =
      """
      text { font: 13px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
      .title { font-size: 16px; font-weight: 600 }
      .faint { fill: #59636e }
      .end { text-anchor: end } .middle { text-anchor: middle }
      .grid { stroke: #d1d9e0 } .axis { stroke: #818b98 }
      .line { fill: none; stroke-width: 2.2; stroke-linejoin: round }
      .dashed { stroke-dasharray: 6 4 }
      .c0 { stroke: #0969da } .c1 { stroke: #bc4c00 } .c2 { stroke: #1a7f37 } .c3 { stroke: #8250df }
      .c4 { stroke: #cf222e }
      .f0 { fill: #0969da } .f1 { fill: #bc4c00 } .f2 { fill: #1a7f37 } .f3 { fill: #8250df }
      .f4 { fill: #cf222e }
      @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc } .faint { fill: #9198a1 }
        .grid { stroke: #2f353d } .axis { stroke: #656c76 }
        .c0 { stroke: #4493f8 } .c1 { stroke: #f0883e } .c2 { stroke: #3fb950 } .c3 { stroke: #ab7df8 }
        .c4 { stroke: #f85149 }
        .f0 { fill: #4493f8 } .f1 { fill: #f0883e } .f2 { fill: #3fb950 } .f3 { fill: #ab7df8 }
        .f4 { fill: #f85149 }
      }
      """;

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;
  private final String description;

  Svg(int width, int height, String description) {
    this.width = width;
    this.height = height;
    this.description = description;
  }

  /** Text whose baseline begins, ends or is centred at a point, by its classes. */
  Svg text(double x, double y, String classes, String text) {
    return add(
        "<text x='%s' y='%s' class='%s'>%s</text>", number(x), number(y), classes, escape(text));
  }

  /** Text that reads upwards, centred at a point. */
  Svg textUpwards(double x, double y, String classes, String text) {
    return add(
        "<text transform='translate(%s %s) rotate(-90)' class='middle %s'>%s</text>",
        number(x), number(y), classes, escape(text));
  }

  Svg line(double x1, double y1, double x2, double y2, String classes) {
    return add(
        "<line x1='%s' y1='%s' x2='%s' y2='%s' class='%s'/>",
        number(x1), number(y1), number(x2), number(y2), classes);
  }

  Svg bar(double x, double y, double barWidth, double barHeight, String classes) {
    return add(
        "<rect x='%s' y='%s' width='%s' height='%s' rx='2' class='%s'/>",
        number(x), number(y), number(barWidth), number(barHeight), classes);
  }

  Svg dot(double x, double y, String classes) {
    return add("<circle cx='%s' cy='%s' r='3.2' class='%s'/>", number(x), number(y), classes);
  }

  /** A line through points, each of them x and y. */
  Svg path(List<double[]> points, String classes) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(path.isEmpty() ? "M" : "L").append(number(point[0])).append(' ');
      path.append(number(point[1]));
    }
    return add("<path d='%s' class='line %s'/>", path, classes);
  }

  @Override
  public String toString() {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
        <title>%s</title>
        <style>
        %s</style>
        %s</svg>
        """
        .formatted(width, height, width, height, escape(description), STYLE, body);
  }

  private Svg add(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values).replace('\'', '"')).append('\n');
    return this;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "’");
  }
}
