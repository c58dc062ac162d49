package io.github.ssebridge.vertx;

import io.github.ssebridge.StartPoint;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client without an id begins, as the query parameter {@code from} says it: {@code
 * earliest}, {@code latest}, a time, or how long ago.
 */
final class RequestedStart {

  private static final Pattern AGO = Pattern.compile("-(\\d{1,15})([smhd])");

  private RequestedStart() {}

  /**
   * The start that a text asks for; a time that is yet to come is the same as {@code latest}.
   *
   * @throws IllegalArgumentException if it asks for none, with a message for the client
   */
  static StartPoint of(String text, Instant now) {
    return switch (text) {
      case "earliest" -> StartPoint.EARLIEST;
      case "latest" -> StartPoint.LATEST;
      default -> at(time(text, now), now);
    };
  }

  private static StartPoint at(Instant time, Instant now) {
    if (time.isBefore(Instant.EPOCH)) {
      // Sources count milliseconds from there, and have nothing that is older.
      throw refused("This is before 1970: ");
    }
    return time.isAfter(now) ? StartPoint.LATEST : StartPoint.at(time);
  }

  private static Instant time(String text, Instant now) {
    try {
      return text.startsWith("-")
          ? now.minus(ago(text))
          // A plus sign in a query stands for a blank, so that is what one becomes on its way.
          : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException | ArithmeticException unusable) {
      throw refused("");
    }
  }

  private static Duration ago(String text) {
    Matcher matcher = AGO.matcher(text);
    Duration ago =
        matcher.matches()
            ? Duration.ofSeconds(
                Math.multiplyExact(Long.parseLong(matcher.group(1)), seconds(matcher.group(2))))
            : Duration.parse(text).negated();
    if (ago.isNegative()) {
      throw refused("");
    }
    return ago;
  }

  private static long seconds(String unit) {
    return switch (unit) {
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3600;
      default -> 86_400;
    };
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        why
            + "from must be earliest, latest, a time since 1970 such as 2026-11-22T10:00:00Z or"
            + " 2026-11-22T11:00:00+01:00, or how long ago: -90s, -5m, -2h, -1d, -PT10M");
  }
}
