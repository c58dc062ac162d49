package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grid {id, event, data, comment} x {LF, CR, CRLF, NUL, ...} at every place in the value. */
class InjectionTest {

  private static final List<String> BREAKS =
      List.of("\n", "\r", "\r\n", "\n\r", "\r\r", "\n\n", "a\nb\r");

  static Stream<String> breaking() {
    return BREAKS.stream()
        .flatMap(b -> Stream.of(b, b + "data: evil", "x" + b + "id: evil", "x" + b));
  }

  static Stream<String> nul() {
    return Stream.of("\0", "\0x", "x\0x", "x\0");
  }

  @ParameterizedTest
  @MethodSource("breaking")
  void idAndTypeWithALineEndAreRefused(String value) {
    assertThatThrownBy(() -> ServerSentEvent.of("a").withId(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("id must not contain");
    assertThatThrownBy(() -> ServerSentEvent.of(value, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("type must not contain");
  }

  @ParameterizedTest
  @MethodSource("nul")
  void idWithNulIsRefusedAndEverythingElseCarriesIt(String value) {
    assertThatThrownBy(() -> ServerSentEvent.of("a").withId(value))
        .hasMessageContaining("must not contain NUL");
    ServerSentEvent event = ServerSentEvent.of(value, value);
    assertThat(Decoding.of(SseEncoder.encode(event)).events).containsExactly(event);
  }

  @ParameterizedTest
  @MethodSource("breaking")
  void dataWithLineEndsStaysData(String value) {
    String read = value.replace("\r\n", "\n").replace('\r', '\n');
    assertThat(Decoding.of(SseEncoder.encode(ServerSentEvent.of(value))).events)
        .containsExactly(ServerSentEvent.of(read));
  }

  @ParameterizedTest
  @MethodSource("breaking")
  void commentWithLineEndsStaysComment(String value) {
    String wire = new String(SseEncoder.comment(value), UTF_8) + "data: next\n\n";
    assertThat(Decoding.of(wire).events).containsExactly(ServerSentEvent.of("next"));
    assertThat(wire.lines().filter(line -> !line.startsWith(": ")))
        .containsExactly("data: next", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "a\n", "\na", " x", "  x", ":x", "\tx", "a\u2028b\u0085c", "\0"})
  void awkwardDataComesBackExactly(String data) {
    assertThat(Decoding.of(SseEncoder.encode(ServerSentEvent.of(data))).events)
        .containsExactly(ServerSentEvent.of(data));
  }

  @Test
  void loneCrComesBackAsLf() {
    assertThat(Decoding.of(SseEncoder.encode(ServerSentEvent.of("a\rb"))).events)
        .containsExactly(ServerSentEvent.of("a\nb"));
  }

  @Test
  void writesTheOneFormThatEveryClientReads() {
    ServerSentEvent event = new ServerSentEvent("7", "tick", "a\r\nb\n", Duration.ofMillis(1500));
    assertThat(new String(SseEncoder.encode(event), UTF_8))
        .isEqualTo("id: 7\nevent: tick\nretry: 1500\ndata: a\ndata: b\ndata: \n\n");
  }

  @Test
  void retryThatTheWireCannotCarryIsRefused() {
    assertThatThrownBy(() -> ServerSentEvent.of("a").withRetry(Duration.ofMillis(-1)))
        .hasMessageContaining("retry must be whole milliseconds and not negative");
    assertThatThrownBy(() -> ServerSentEvent.of("a").withRetry(Duration.ofNanos(1)))
        .hasMessageContaining("whole milliseconds");
  }

  @Test
  void unpairedSurrogatesAndEmptyTypesAreRefused() {
    assertThatThrownBy(() -> ServerSentEvent.of("x\ud83d")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> ServerSentEvent.of("", "a")).hasMessageContaining("not be empty");
  }
}
