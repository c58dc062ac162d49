package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stable format cases of web-platform-tests, {@code eventsource/}. */
class WptFormatTest {

  record Corpus(List<Case> cases) {}

  record Case(
      String name,
      @JsonProperty("input_base64") String base64,
      @JsonProperty("expected_events") List<Decoding.Dispatched> events,
      @Nullable Long retry,
      @JsonProperty("expected_last_event_id_string") String lastEventId) {

    byte[] input() {
      return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
      return name;
    }

    void holdsFor(Decoding decoding, String how) {
      assertThat(decoding.dispatched).as(how).isEqualTo(events);
      assertThat(decoding.decoder.lastEventId()).as(how).isEqualTo(lastEventId);
      assertThat(decoding.retry).as(how).isEqualTo(retry == null ? null : Duration.ofMillis(retry));
    }
  }

  static List<Case> cases() throws IOException {
    ObjectMapper mapper =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    try (InputStream corpus = WptFormatTest.class.getResourceAsStream("/wpt-format-cases.json")) {
      return mapper.readValue(corpus, Corpus.class).cases();
    }
  }

  @Test
  void corpusHasAllStableCases() throws IOException {
    assertThat(cases()).hasSize(28);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsInOnePiece(Case wpt) {
    wpt.holdsFor(Decoding.of(wpt.input()), "in one piece");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsByteByByte(Case wpt) {
    wpt.holdsFor(Decoding.inPieces(wpt.input(), 1), "byte by byte");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsAtEverySplitPoint(Case wpt) {
    byte[] input = wpt.input();
    for (int at = 1; at < input.length; at++) {
      Decoding split =
          Decoding.of(
              Arrays.copyOf(input, at), new byte[0], Arrays.copyOfRange(input, at, input.length));
      wpt.holdsFor(split, "split at " + at);
    }
  }

  @Test
  void idOfTheSourceOutlivesConnectionsWithoutOne() {
    Decoding second = new Decoding("\u2026", DecoderLimits.defaults());
    second.decoder.decode("data: hello\n\n".getBytes(UTF_8));
    assertThat(second.dispatched)
        .containsExactly(new Decoding.Dispatched("message", "hello", "\u2026"));
  }
}
