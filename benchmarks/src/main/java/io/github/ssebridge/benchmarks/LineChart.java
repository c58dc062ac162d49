package io.github.ssebridge.benchmarks;

import java.util.List;

/**
 * Lines over one axis, with a legend.
 *
 * @param xTitle what the horizontal axis measures
 * @param yTitle what the vertical axis measures
 * @param xInDecades whether the horizontal axis is logarithmic
 * @param yInDecades whether the vertical axis is
 */
record LineChart(
    String title, String xTitle, String yTitle, boolean xInDecades, boolean yInDecades) {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 400;
  private static final int TOP = 84;
  private static final int LEFT = 84;
  private static final int RIGHT = 24;
  private static final int BOTTOM = 58;

  /**
   * One line.
   *
   * @param name what the legend calls it, empty if it stands with another line of its color
   * @param points each of them x and y, in the order of x
   * @param color its number
   * @param measured whether its points are few and shown; else it is a bound, or dense
   * @param dashed how it is told from another line of its color
   */
  record Line(String name, List<double[]> points, int color, boolean measured, boolean dashed) {}

  /** The picture. */
  String draw(List<Line> lines) {
    double[] xs = values(lines, 0);
    double[] ys = values(lines, 1);
    Scaling x =
        xInDecades
            ? Scaling.decades(xs[0], xs[xs.length - 1], LEFT, WIDTH - RIGHT)
            : new Scaling(0, xs[xs.length - 1], LEFT, WIDTH - RIGHT, false);
    Scaling y =
        yInDecades
            ? Scaling.decades(ys[0], ys[ys.length - 1], HEIGHT - BOTTOM, TOP)
            : Scaling.linear(ys[ys.length - 1], HEIGHT - BOTTOM, TOP);
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    svg.text(16, 28, "title", title);
    axes(svg, x, y);
    double legend = LEFT;
    for (Line line : lines) {
      draw(svg, x, y, line);
      if (line.name.isEmpty()) {
        continue;
      }
      String classes = "c" + line.color + (line.dashed ? " dashed" : "");
      svg.path(List.of(new double[] {legend, 54}, new double[] {legend + 26, 54}), classes);
      svg.text(legend + 33, 58.5, "", line.name);
      legend += 33 + 7.2 * line.name.length() + 22;
    }
    return svg.toString();
  }

  /** All values of an axis above zero, ascending. */
  private static double[] values(List<Line> lines, int axis) {
    return lines.stream()
        .flatMap(line -> line.points.stream())
        .mapToDouble(point -> point[axis])
        .filter(value -> value > 0)
        .sorted()
        .toArray();
  }

  private void axes(Svg svg, Scaling x, Scaling y) {
    for (double tick : y.ticks()) {
      svg.line(LEFT, y.place(tick), WIDTH - RIGHT, y.place(tick), "grid");
      svg.text(LEFT - 9, y.place(tick) + 4.5, "end faint", Scaling.label(tick));
    }
    for (double tick : x.ticks()) {
      svg.line(x.place(tick), HEIGHT - BOTTOM, x.place(tick), HEIGHT - BOTTOM + 5, "axis");
      svg.text(x.place(tick), HEIGHT - BOTTOM + 21, "middle faint", Scaling.label(tick));
    }
    svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis");
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle faint", xTitle);
    svg.textUpwards(22, (TOP + HEIGHT - BOTTOM) / 2.0, "faint", yTitle);
  }

  private static void draw(Svg svg, Scaling x, Scaling y, Line line) {
    List<double[]> places =
        line.points.stream()
            .map(point -> new double[] {x.place(point[0]), y.place(point[1])})
            .toList();
    svg.path(places, "c" + line.color + (line.dashed ? " dashed" : ""));
    if (line.measured) {
      places.forEach(place -> svg.dot(place[0], place[1], "f" + line.color));
    }
  }
}
