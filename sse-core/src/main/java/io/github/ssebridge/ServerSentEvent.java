package io.github.ssebridge;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a {@code text/event-stream}, valid by construction: whatever this record holds can
 * be written to the wire and comes back from {@link SseDecoder} equal, with CR and CRLF in the data
 * read as LF.
 *
 * <p>The rules are those of WHATWG HTML 9.2.6, and nothing is repaired: a value that the wire
 * cannot carry is refused with an {@link IllegalArgumentException}.
 *
 * @param id the {@code id} of the event: null for none, {@code ""} to reset the client's last event
 *     id; without CR, LF and NUL
 * @param type the {@code event} field, {@value #DEFAULT_TYPE} unless named; not empty, without CR
 *     and LF
 * @param data the payload; its line ends (CR, LF, CRLF) arrive as LF
 * @param retry the reconnection time that the client shall use from now on: null for none; whole
 *     milliseconds, not negative
 */
public record ServerSentEvent(
    @Nullable String id, String type, String data, @Nullable Duration retry) {

  /** The type of an event that names none. */
  public static final String DEFAULT_TYPE = "message";

  /** The prefix of the control events that the bridge itself writes into a stream. */
  public static final String CONTROL_PREFIX = "sse:";

  /** Refuses what the wire cannot carry. */
  public ServerSentEvent {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
    if (id != null) {
      requireValidId(id);
    }
    requireValidType(type);
    requireWellFormed(data, "data");
    requireValidRetry(retry);
  }

  /** An event of the default type. */
  public static ServerSentEvent of(String data) {
    return new ServerSentEvent(null, DEFAULT_TYPE, data, null);
  }

  /** An event with a type. */
  public static ServerSentEvent of(String type, String data) {
    return new ServerSentEvent(null, type, data, null);
  }

  /** This event with another id. */
  public ServerSentEvent withId(@Nullable String newId) {
    return new ServerSentEvent(newId, type, data, retry);
  }

  /** This event with another reconnection time. */
  public ServerSentEvent withRetry(@Nullable Duration newRetry) {
    return new ServerSentEvent(id, type, data, newRetry);
  }

  /** Whether this is one of the bridge's own events, such as {@code sse:open}. */
  public boolean isControl() {
    return type.startsWith(CONTROL_PREFIX);
  }

  static void requireValidId(String id) {
    if (!isPlain(id)) {
      requireNone(id, "id", '\r', '\n', '\0');
      requireWellFormed(id, "id");
    }
  }

  static void requireValidType(String type) {
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "type must not be empty: a client reads it as '" + DEFAULT_TYPE + "'");
    }
    if (!isPlain(type)) {
      requireNone(type, "type", '\r', '\n');
      requireWellFormed(type, "type");
    }
  }

  /** Whether there is nothing but printable ASCII, in one look. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static void requireValidRetry(@Nullable Duration retry) {
    if (retry == null) {
      return;
    }
    if (retry.isNegative() || !retry.equals(retry.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "retry must be whole milliseconds and not negative, but is " + retry);
    }
    if (retry.compareTo(Duration.ofMillis(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("retry must fit into 63 bits of milliseconds: " + retry);
    }
  }

  private static void requireNone(String value, String field, char... refused) {
    for (char c : refused) {
      int at = value.indexOf(c);
      if (at >= 0) {
        String name = c == '\r' ? "CR" : c == '\n' ? "LF" : "NUL";
        throw new IllegalArgumentException(
            field + " must not contain " + name + " (at " + at + ")");
      }
    }
  }

  private static void requireWellFormed(String value, String field) {
    int point;
    for (int i = 0; i < value.length(); i += Character.charCount(point)) {
      point = value.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw new IllegalArgumentException(
            field + " has an unpaired surrogate (at " + i + "), which UTF-8 cannot carry");
      }
    }
  }
}
