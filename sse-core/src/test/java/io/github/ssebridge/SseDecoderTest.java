package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.Decoding.Dispatched;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseDecoderTest {

  private static final String STREAM =
      "\uFEFFid: 1\nevent: tick\ndata: a\ndata: \u00e4\u20ac\ud83d\ude00\n\n: note\ndata: b\n\nid\ndata\n\n";

  private static final List<Dispatched> EXPECTED =
      List.of(
          new Dispatched("tick", "a\n\u00e4\u20ac\ud83d\ude00", "1"),
          new Dispatched("message", "b", "1"),
          new Dispatched("message", "", ""));

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void everySplitInThreeGivesTheSameEvents(String lineEnd) {
    byte[] bytes = STREAM.replace("\n", lineEnd).getBytes(UTF_8);
    for (int i = 0; i <= bytes.length; i++) {
      for (int j = i; j <= bytes.length; j++) {
        Decoding decoding =
            Decoding.of(
                Arrays.copyOf(bytes, i),
                Arrays.copyOfRange(bytes, i, j),
                Arrays.copyOfRange(bytes, j, bytes.length));
        assertThat(decoding.dispatched).as("split at %d and %d", i, j).isEqualTo(EXPECTED);
      }
    }
  }

  @Test
  void loneCrDispatchesWithoutWaitingForTheNextByte() {
    assertThat(Decoding.of("data: a\r\r").events).containsExactly(ServerSentEvent.of("a"));
  }

  @Test
  void idOfABlockThatNeverEndedIsNotCommitted() {
    Decoding decoding = Decoding.of("id: 1\ndata: a\n\nid: 2\ndata: b\n");
    assertThat(decoding.decoder.lastEventId()).isEqualTo("1");
  }

  @Test
  void idOfABlockWithoutDataIsCommitted() {
    Decoding decoding = Decoding.of("id: 7\n\n");
    assertThat(decoding.events).isEmpty();
    assertThat(decoding.decoder.lastEventId()).isEqualTo("7");
  }

  @Test
  void idWithNulLeavesTheEarlierIdOfItsBlock() {
    assertThat(Decoding.of("id: 1\nid: 2\0\ndata: a\n\n").decoder.lastEventId()).isEqualTo("1");
  }

  @Test
  void halfAByteOrderMarkIsAFieldThatNobodyKnows() {
    byte[] stream = "\u00ef\u00bbdata: a\n\ndata: b\n\n".getBytes(ISO_8859_1);
    assertThat(Decoding.inPieces(stream, 1).events).containsExactly(ServerSentEvent.of("b"));
  }

  @Test
  void unicodeLineSeparatorsEndNoLine() {
    String data = "a\u2028b\u2029c\u0085d\u000be\ff";
    assertThat(Decoding.of("data: " + data + "\n\n").events)
        .containsExactly(ServerSentEvent.of(data));
  }

  @Test
  void invalidUtf8IsReplacedAsTheEncodingStandardSays() {
    byte[] stream =
        "data: \u00c0\u0080\u00ed\u00a0\u0080 \u00f0\u009f\u0098 \u00e2\u0082\n\n"
            .getBytes(ISO_8859_1);
    String five = "\ufffd".repeat(5);
    assertThat(Decoding.of(stream).events)
        .containsExactly(ServerSentEvent.of(five + " \ufffd \ufffd"));
  }

  @Test
  void retryCountsAsSoonAsItIsRead() {
    assertThat(Decoding.of("retry: 1500\n").retry).isEqualTo(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-5", "1.5", "x", "1 "})
  void retryThatIsNoNumberIsIgnored(String value) {
    Decoding decoding = Decoding.of("retry:" + value + "\ndata: a\n\n");
    assertThat(decoding.retry).isNull();
    assertThat(decoding.events).containsExactly(ServerSentEvent.of("a"));
  }

  @Test
  void retryBeyondAllNumbersMeansForEver() {
    assertThat(Decoding.of("retry: 99999999999999999999\n").retry)
        .isEqualTo(Duration.ofMillis(Long.MAX_VALUE));
  }

  @Test
  void readsDirectBuffers() {
    ByteBuffer direct = ByteBuffer.allocateDirect(32).put("data: a\n\n".getBytes(UTF_8)).flip();
    Decoding decoding = new Decoding();
    decoding.decoder.decode(direct);
    assertThat(decoding.events).containsExactly(ServerSentEvent.of("a"));
  }

  @Test
  void lineLimitHoldsWhetherOrNotTheLineIsSplit() {
    DecoderLimits limits = new DecoderLimits(20, 1000, 1000);
    byte[] fits = ("data: " + "x".repeat(14) + "\n\n").getBytes(UTF_8);
    byte[] tooLong = ("data: " + "x".repeat(15) + "\n\n").getBytes(UTF_8);
    new Decoding("", limits).decoder.decode(fits);
    assertThatThrownBy(() -> new Decoding("", limits).decoder.decode(tooLong))
        .hasMessageContaining("maxLineBytes (20)");
    SseDecoder split = new Decoding("", limits).decoder;
    split.decode(tooLong, 0, 20);
    assertThatThrownBy(() -> split.decode(tooLong, 20, 1)).hasMessageContaining("maxLineBytes");
  }

  @Test
  void eventAndFieldLimitsHold() {
    byte[] lines = "data: xxxx\n".repeat(10).getBytes(UTF_8);
    assertThatThrownBy(
            () -> new Decoding("", new DecoderLimits(100, 49, 100)).decoder.decode(lines))
        .isInstanceOf(DecoderLimitException.class)
        .hasMessageContaining("maxEventBytes");
    assertThatThrownBy(() -> new Decoding("", new DecoderLimits(100, 500, 9)).decoder.decode(lines))
        .hasMessageContaining("maxFields");
  }

  @Test
  void lineEndsCountForTheLimitOfAnEventWhereverItsDataLies() {
    DecoderLimits limits = new DecoderLimits(100, 5, 100);
    for (String tooLong : List.of("data: 12345\n\n", "data: 12\ndata: 34\n\n")) {
      assertThatThrownBy(() -> new Decoding("", limits).decoder.decode(tooLong.getBytes(UTF_8)))
          .hasMessageContaining("maxEventBytes");
    }
    Decoding fits = new Decoding("", limits);
    fits.decoder.decode("data: 1234\n\ndata: 12\ndata: 3\n\n".getBytes(UTF_8));
    assertThat(fits.events)
        .containsExactly(ServerSentEvent.of("1234"), ServerSentEvent.of("12\n3"));
  }

  @Test
  void blockOutlivesTheArrayOfAListenerThatThrows() {
    List<ServerSentEvent> events = new ArrayList<>();
    SseDecoder decoder =
        new SseDecoder(
            new SseDecoder.Listener() {
              @Override
              public void onEvent(ServerSentEvent event) {
                events.add(event);
              }

              @Override
              public void onRetry(Duration retry) {
                throw new IllegalStateException("not now");
              }
            });
    byte[] chunk = "id: 1\ndata: a\nretry: 5\n".getBytes(UTF_8);
    assertThatThrownBy(() -> decoder.decode(chunk)).hasMessage("not now");
    Arrays.fill(chunk, (byte) '#');
    decoder.decode("\n".getBytes(UTF_8));
    assertThat(events)
        .containsExactly(new ServerSentEvent("1", "message", "a", Duration.ofMillis(5)));
  }

  @Test
  void longTypesThatBeginAlikeAreToldApart() {
    List<String> types = List.of("t".repeat(65), "t".repeat(64), "t".repeat(65), "t".repeat(66));
    StringBuilder stream = new StringBuilder();
    types.forEach(type -> stream.append("event: ").append(type).append("\ndata\n\n"));
    assertThat(Decoding.of(stream.toString()).events)
        .extracting(ServerSentEvent::type)
        .isEqualTo(types);
  }

  @Test
  void refusesToGoOnAfterALimit() {
    SseDecoder decoder = new Decoding("", new DecoderLimits(8, 1, 1)).decoder;
    assertThatThrownBy(() -> decoder.decode("data: a\n".getBytes(UTF_8)))
        .isInstanceOf(DecoderLimitException.class);
    assertThatThrownBy(() -> decoder.decode(new byte[1])).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void linesOfNoUseCountForNothingAndAreNotKept() {
    Decoding decoding = new Decoding("", new DecoderLimits(64, 64, 2));
    byte[] comment = (":" + "x".repeat(1000)).getBytes(UTF_8);
    byte[] unknown = "x".repeat(1000).getBytes(UTF_8);
    for (int i = 0; i < 100; i++) {
      decoding.decoder.decode(i % 2 == 0 ? comment : unknown);
      decoding.decoder.decode("\n".getBytes(UTF_8));
    }
    decoding.decoder.decode("data: a\n\n".getBytes(UTF_8));
    assertThat(decoding.events).containsExactly(ServerSentEvent.of("a"));
  }

  @Test
  void heartbeatsForDaysPassNoLimit() {
    Decoding decoding = new Decoding("", new DecoderLimits(64, 64, 2));
    decoding.decoder.decode(":\n".repeat(100_000).getBytes(UTF_8));
    decoding.decoder.decode("data: a\n\n".getBytes(UTF_8));
    assertThat(decoding.events).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 10, 1 << 16})
  void timeIsLinearUpToAnEventOf16MiB(int pieceBytes) {
    long small = leastTimeOfLine(1 << 20, pieceBytes);
    // 16 times as much; what is quadratic takes 256 times as long.
    assertThat(leastTimeOfLine(16 << 20, pieceBytes)).isLessThan(16 * 4 * small + 50_000_000L);
  }

  /** Of several, since one may meet a collection or memory that the system has yet to give. */
  private static long leastTimeOfLine(int bytes, int pieceBytes) {
    return IntStream.range(0, 4).mapToLong(i -> timeOfLine(bytes, pieceBytes)).min().orElseThrow();
  }

  private static long timeOfLine(int bytes, int pieceBytes) {
    Decoding decoding = new Decoding("", new DecoderLimits(17 << 20, 17 << 20, 10));
    byte[] piece = "x".repeat(pieceBytes).getBytes(UTF_8);
    // Of this thread alone: others may have the processors just now.
    long start = cpuNanos();
    decoding.decoder.decode("data: ".getBytes(UTF_8));
    for (int i = 0; i < bytes / piece.length; i++) {
      decoding.decoder.decode(piece);
    }
    decoding.decoder.decode("\n\n".getBytes(UTF_8));
    assertThat(decoding.events).hasSize(1);
    return cpuNanos() - start;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
