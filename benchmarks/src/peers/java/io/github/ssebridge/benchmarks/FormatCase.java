package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream, and what a browser makes of it.
 *
 * @param base64 the bytes of the stream
 * @param retry the reconnection time that it sets at last, null if none
 */
record FormatCase(String name, String base64, List<Dispatched> events, @Nullable Long retry) {

  /** An event as a browser dispatches it. */
  record Dispatched(String type, String data, String lastEventId) {}

  /** Those of web-platform-tests, which the tests of the core read as well. */
  static List<FormatCase> all() {
    try (InputStream json = FormatCase.class.getResourceAsStream("/wpt-format-cases.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(json)).get("cases");
      return StreamSupport.stream(cases.spliterator(), false).map(FormatCase::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FormatCase of(JsonNode json) {
    List<Dispatched> events = new ArrayList<>();
    for (JsonNode event : json.get("expected_events")) {
      events.add(
          new Dispatched(
              event.get("type").asText(),
              event.get("data").asText(),
              event.get("lastEventId").asText()));
    }
    JsonNode retry = json.get("retry");
    return new FormatCase(
        json.get("name").asText(),
        json.get("input_base64").asText(),
        List.copyOf(events),
        retry.isNull() ? null : retry.asLong());
  }

  boolean passesInOnePiece(String decoder) {
    byte[] input = input();
    return passes(decoder, ChunkedBytes.of(input, input.length));
  }

  /** In one piece, byte by byte, and in two pieces split anywhere. */
  boolean passesHoweverSplit(String decoder) {
    byte[] input = input();
    for (int at = 1; at < input.length; at++) {
      if (!passes(decoder, new ChunkedBytes(input, at, input.length))) {
        return false;
      }
    }
    return passesInOnePiece(decoder) && passes(decoder, ChunkedBytes.of(input, 1));
  }

  private byte[] input() {
    return Base64.getDecoder().decode(base64);
  }

  private boolean passes(String decoder, ChunkedBytes chunks) {
    Found found = new Found();
    try {
      Decoders.create(decoder, found).decode(chunks, EventDecoder.ALL);
    } catch (RuntimeException e) {
      // No stream may make a decoder give up.
      return false;
    }
    return found.events.equals(events) && Objects.equals(found.retry, retry);
  }

  /** What a decoder says, with the id in force where it says none. */
  private static final class Found implements EventDecoder.Sink {

    private final List<Dispatched> events = new ArrayList<>();
    private @Nullable Long retry;
    private String lastId = "";

    @Override
    public void onEvent(@Nullable String id, @Nullable String type, String data) {
      lastId = id == null ? lastId : id;
      events.add(new Dispatched(type == null ? "message" : type, data, lastId));
    }

    @Override
    public void onRetry(long millis) {
      retry = millis;
    }
  }
}
