package io.github.ssebridge;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a {@code text/event-stream}, valid by construction: whatever it holds can be written
 * to the wire and comes back from {@link SseDecoder} equal, with CR and CRLF in the data read as
 * LF.
 *
 * <p>The rules are those of WHATWG HTML 9.2.6, and nothing is repaired: a value that the wire
 * cannot carry is refused with an {@link IllegalArgumentException}.
 */
public final class ServerSentEvent {

  // A value like a record, but no record: those let nobody remember what a check has found, nor
  // leave it out where the values come from the wire.

  /** The type of an event that names none. */
  public static final String DEFAULT_TYPE = "message";

  /** The prefix of the control events that the bridge itself writes into a stream. */
  public static final String CONTROL_PREFIX = "sse:";

  private final @Nullable String id;
  private final String type;
  private final String data;
  private final @Nullable Duration retry;
  private final EventForm form;

  /**
   * An event of these values.
   *
   * @param id the {@code id} of the event: null for none, {@code ""} to reset the client's last
   *     event id; without CR, LF and NUL
   * @param type the {@code event} field, {@value #DEFAULT_TYPE} unless named; not empty, without CR
   *     and LF
   * @param data the payload; its line ends (CR, LF, CRLF) arrive as LF
   * @param retry the reconnection time that the client shall use from now on: null for none; whole
   *     milliseconds, not negative
   * @throws IllegalArgumentException if the wire cannot carry one of them
   */
  public ServerSentEvent(@Nullable String id, String type, String data, @Nullable Duration retry) {
    this(
        requireValidId(id),
        requireValidType(type),
        data,
        requireValidRetry(retry),
        EventForm.of(id, data));
  }

  private ServerSentEvent(
      @Nullable String id, String type, String data, @Nullable Duration retry, EventForm form) {
    this.id = id;
    this.type = type;
    this.data = data;
    this.retry = retry;
    this.form = form;
  }

  /** Of values that are known to be valid, with what is known of id and data. */
  static ServerSentEvent ofValid(
      @Nullable String id, String type, String data, @Nullable Duration retry, EventForm form) {
    assert new ServerSentEvent(id, type, data, retry).form.compareTo(form) <= 0;
    return new ServerSentEvent(id, type, data, retry, form);
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
    return new ServerSentEvent(requireValidId(newId), type, data, retry, form.withId(newId));
  }

  /** This event with another reconnection time. */
  public ServerSentEvent withRetry(@Nullable Duration newRetry) {
    return new ServerSentEvent(id, type, data, requireValidRetry(newRetry), form);
  }

  /** The id: null for none, {@code ""} to reset the client's last event id. */
  public @Nullable String id() {
    return id;
  }

  /** The type, {@value #DEFAULT_TYPE} unless named. */
  public String type() {
    return type;
  }

  /** The payload. */
  public String data() {
    return data;
  }

  /** The reconnection time that the client shall use from now on, null for none. */
  public @Nullable Duration retry() {
    return retry;
  }

  /** Whether this is one of the bridge's own events, such as {@code sse:open}. */
  public boolean isControl() {
    return type.startsWith(CONTROL_PREFIX);
  }

  /** What is known of id and data. */
  EventForm form() {
    return form;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerSentEvent that
        && Objects.equals(id, that.id)
        && type.equals(that.type)
        && data.equals(that.data)
        && Objects.equals(retry, that.retry);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, type, data, retry);
  }

  @Override
  public String toString() {
    return "ServerSentEvent[id="
        + id
        + ", type="
        + type
        + ", data="
        + data
        + ", retry="
        + retry
        + "]";
  }

  static @Nullable String requireValidId(@Nullable String id) {
    if (id != null) {
      requireNone(id, "id", '\r', '\n', '\0');
      requireWellFormed(id, "id");
    }
    return id;
  }

  static String requireValidType(String type) {
    Objects.requireNonNull(type, "type");
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "type must not be empty: a client reads it as '" + DEFAULT_TYPE + "'");
    }
    requireNone(type, "type", '\r', '\n');
    requireWellFormed(type, "type");
    return type;
  }

  private static @Nullable Duration requireValidRetry(@Nullable Duration retry) {
    if (retry == null) {
      return null;
    }
    if (retry.isNegative() || !retry.equals(retry.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "retry must be whole milliseconds and not negative, but is " + retry);
    }
    if (retry.compareTo(Duration.ofMillis(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("retry must fit into 63 bits of milliseconds: " + retry);
    }
    return retry;
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

  static void requireWellFormed(String value, String field) {
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
