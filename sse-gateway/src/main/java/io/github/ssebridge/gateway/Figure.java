package io.github.ssebridge.gateway;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One measured value of this machine, such as the load of one core.
 *
 * @param metric what was measured, such as {@code cpu.0} or {@code network.in}
 * @param value the value, finite
 * @param unit the unit of {@code value} and {@code max}: {@code %}, {@code B} or {@code B/s}
 * @param max the largest value possible, or null where there is none
 */
record Figure(String metric, double value, String unit, @Nullable Double max) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._%/-]+");

  Figure {
    requirePlain("metric", metric);
    requirePlain("unit", unit);
    requireFinite("value", value);
    if (max != null) {
      requireFinite("max", max);
    }
  }

  Figure(String metric, double value, String unit) {
    this(metric, value, unit, null);
  }

  /** This figure as one JSON object; {@code atEpochMillis} is the time it was measured. */
  String toJson(long atEpochMillis) {
    StringBuilder json = new StringBuilder(96);
    json.append("{\"metric\":\"").append(metric);
    json.append("\",\"value\":").append(decimal(value));
    json.append(",\"unit\":\"").append(unit).append('"');
    if (max != null) {
      json.append(",\"max\":").append(decimal(max));
    }
    return json.append(",\"at\":").append(atEpochMillis).append('}').toString();
  }

  private static String decimal(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    return rounded.stripTrailingZeros().toPlainString();
  }

  private static void requirePlain(String name, String text) {
    if (!PLAIN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          name + " may hold letters, digits and . _ % / - only, was: " + text);
    }
  }

  private static void requireFinite(String name, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(name + " must be a finite number, was " + number);
    }
  }
}
