package io.github.ssebridge.gateway;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as settings have it: {@code 500ms}, {@code 15s}, {@code 10m}, {@code 2h} or {@code 1d}.
 */
final class DurationText {

  // Nine digits of days are no overflow in milliseconds.
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private DurationText() {}

  /**
   * The time that a text says.
   *
   * @param setting what is to be named if it says none
   * @throws IllegalArgumentException if it says none
   */
  static Duration parse(String setting, String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "%s must be a time such as 500ms, 15s, 10m, 2h or 1d, but is %s"
              .formatted(setting, text));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
