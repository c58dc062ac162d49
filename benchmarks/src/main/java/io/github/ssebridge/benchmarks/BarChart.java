package io.github.ssebridge.benchmarks;

import java.util.List;

/** Bars side by side, each with its name and its value. Stateless. */
final class BarChart {

  private static final int WIDTH = 760;
  private static final int TOP = 52;
  private static final int LEFT = 150;
  private static final int RIGHT = 110;
  private static final int ROW = 44;
  private static final int BAR = 26;
  private static final int BOTTOM = 52;

  /**
   * One bar.
   *
   * @param value how long it is, with the least and the most of the repeats
   * @param note what is written at its end
   * @param color its number
   */
  record Bar(String name, Spread value, String note, int color) {}

  private BarChart() {}

  /** The picture; what the bars measure stands below the axis. */
  static String draw(String title, String unit, boolean logarithmic, List<Bar> bars) {
    int height = TOP + bars.size() * ROW + BOTTOM;
    double highest = bars.stream().mapToDouble(bar -> bar.value.max()).max().orElse(1);
    double lowest = bars.stream().mapToDouble(bar -> bar.value.min()).min().orElse(1);
    Scaling scaling =
        logarithmic
            ? Scaling.decades(lowest / 10, highest, LEFT, WIDTH - RIGHT)
            : Scaling.linear(highest, LEFT, WIDTH - RIGHT);
    Svg svg = new Svg(WIDTH, height, title);
    svg.text(16, 28, "title", title);
    int bottom = TOP + bars.size() * ROW;
    for (double tick : scaling.ticks()) {
      double x = scaling.place(tick);
      svg.line(x, TOP, x, bottom, "grid");
      svg.text(x, bottom + 18, "middle faint", Scaling.label(tick));
    }
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 40, "middle faint", unit);
    for (int i = 0; i < bars.size(); i++) {
      draw(svg, scaling, bars.get(i), TOP + i * ROW + (ROW - BAR) / 2.0);
    }
    svg.line(LEFT, TOP, LEFT, bottom, "axis");
    return svg.toString();
  }

  private static void draw(Svg svg, Scaling scaling, Bar bar, double y) {
    double end = scaling.place(bar.value.median());
    svg.text(LEFT - 12, y + BAR / 2.0 + 5, "end", bar.name);
    svg.bar(LEFT, y, end - LEFT, BAR, "f" + bar.color);
    double most = scaling.place(bar.value.max());
    double middle = y + BAR / 2.0;
    if (most - scaling.place(bar.value.min()) > 2) {
      svg.line(scaling.place(bar.value.min()), middle, most, middle, "axis");
    }
    svg.text(Math.max(end, most) + 8, middle + 5, "", bar.note);
  }
}
