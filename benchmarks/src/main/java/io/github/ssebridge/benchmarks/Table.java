package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of text in aligned columns. Owned by the thread that fills it. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row: numbers are put right and get as many digits as they deserve. */
  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Number number ? text(number.doubleValue()) : String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        String format = column == 0 ? "  %-" + width(column) + "s" : "  %" + width(column) + "s";
        text.append(String.format(Locale.ROOT, format, row.get(column)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(1);
  }

  private static String text(double value) {
    double size = Math.abs(value);
    String format =
        value == Math.rint(value) || size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
