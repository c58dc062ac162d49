package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EncodeDecodePropertyTest {

  @Property(tries = 2000)
  void whatIsEncodedComesBack(
      @ForAll @Size(min = 1, max = 5) List<@From("events") ServerSentEvent> events,
      @ForAll @IntRange(min = 1, max = 40) int pieceBytes) {
    Decoding decoding = new Decoding();
    for (ServerSentEvent event : events) {
      byte[] block = SseEncoder.encode(event);
      for (int at = 0; at < block.length; at += pieceBytes) {
        decoding.decoder.decode(block, at, Math.min(pieceBytes, block.length - at));
      }
    }
    assertThat(decoding.events).isEqualTo(events.stream().map(this::asRead).toList());
    assertThat(encoded(decoding.events))
        .as("encoded again")
        .isEqualTo(encoded(events.stream().map(this::asRead).toList()));
  }

  private static List<String> encoded(List<ServerSentEvent> events) {
    return events.stream().map(event -> new String(SseEncoder.encode(event), UTF_8)).toList();
  }

  /** CR and CRLF in data are read as LF; nothing else changes. */
  private ServerSentEvent asRead(ServerSentEvent event) {
    String data = event.data().replace("\r\n", "\n").replace('\r', '\n');
    return new ServerSentEvent(event.id(), event.type(), data, event.retry());
  }

  @Provide
  Arbitrary<ServerSentEvent> events() {
    Arbitrary<String> ids = text().map(s -> s.replaceAll("[\r\n\0]", ""));
    Arbitrary<String> types = text().map(s -> s.replaceAll("[\r\n]", "")).filter(s -> !s.isEmpty());
    Arbitrary<Duration> retries = Arbitraries.longs().greaterOrEqual(0).map(Duration::ofMillis);
    return Combinators.combine(
            ids.injectNull(0.3),
            Arbitraries.oneOf(types, Arbitraries.just("message")),
            text(),
            retries.injectNull(0.6))
        .as(ServerSentEvent::new);
  }

  private Arbitrary<String> text() {
    Arbitrary<String> awkward =
        Arbitraries.of(
            "\r",
            "\n",
            "\r\n",
            " ",
            ":",
            "\0",
            "\ufeff",
            "\u2028",
            "\u0085",
            "data: x",
            "id",
            "\ud83d\ude00",
            "\u00e4");
    Arbitrary<String> any =
        Arbitraries.chars().filter(c -> !Character.isSurrogate(c)).map(c -> Character.toString(c));
    return Arbitraries.oneOf(awkward, any)
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
