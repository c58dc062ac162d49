package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {

  private final SseEncoder encoder = new SseEncoder();

  @Property(tries = 3000)
  void bytesBecomeLinesEachWithItsName(@ForAll @From("texts") String text) {
    byte[] data = text.getBytes(UTF_8);
    assertThat(encoded("7", "tick", data)).isEqualTo(expected("id: 7\nevent: tick\n", text));
  }

  @Property(tries = 3000)
  void textBecomesTheSameBytes(@ForAll @From("texts") String text) {
    ServerSentEvent event = ServerSentEvent.of(text);
    ByteBuffer target = ByteBuffer.allocate(8 * event.data().length() + 99);
    assertThat(encoder.encode(event, target)).isTrue();
    assertThat(UTF_8.decode(target.flip()).toString()).isEqualTo(expected("", text));
    assertThat(SseEncoder.encode(event)).asString().isEqualTo(expected("", text));
  }

  @Property(tries = 1000)
  void whatIsBesideTheDataIsNotLookedAt(
      @ForAll @From("texts") String text, @ForAll @IntRange(max = 9) int before) {
    byte[] padded = ("\r".repeat(before) + text + "\n\r").getBytes(UTF_8);
    Block block = Block.ofThread();
    block.type(TypeField.DEFAULT);
    block.data(padded, before, padded.length - 2);
    assertThat(written(block)).isEqualTo(expected("", text));
  }

  static Stream<ByteBuffer> buffersOfTheSameText() {
    ByteBuffer amid = ByteBuffer.wrap("\r\na\nb\r\nc\n".getBytes(UTF_8)).position(2).limit(8);
    ByteBuffer direct = ByteBuffer.allocateDirect(6).put(amid.duplicate()).flip();
    return Stream.of(amid, amid.slice(), amid.asReadOnlyBuffer(), direct);
  }

  @ParameterizedTest
  @MethodSource("buffersOfTheSameText")
  void dataInABufferIsReadWhereItLies(ByteBuffer data) {
    Block block = Block.ofThread();
    block.type(TypeField.DEFAULT);
    block.data(data);
    assertThat(written(block)).isEqualTo("data: a\ndata: b\ndata: c\n\n");
    assertThat(data.remaining()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5000})
  void bufferWithoutRoomStaysAsItWas(int length) {
    byte[] data = "x".repeat(length).getBytes(UTF_8);
    int needed = expected("", "x".repeat(length)).length();
    ByteBuffer target = ByteBuffer.allocate(needed + 3).position(4);
    assertThat(encoder.encode(null, "message", data, target)).isFalse();
    assertThat(target.position()).isEqualTo(4);
    assertThat(encoder.encode(null, "message", data, target.position(3))).isTrue();
    assertThat(target.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n\n\n\n\n\n\n\n", "\r\n\r\n-------", "\u4e0a\n"})
  void nothingIsWrittenOutsideTheRoomOfABuffer(String text) {
    ServerSentEvent event = ServerSentEvent.of(text).withId("7");
    int length = SseEncoder.encode(event).length;
    for (int room = 0; room <= 200; room++) {
      byte[] array = "#".repeat(room + 300).getBytes(UTF_8);
      ByteBuffer target = ByteBuffer.wrap(array, 10, room + 280).slice().position(20);
      assertThat(encoder.encode(event, target.limit(20 + room))).isEqualTo(length <= room);
      assertThat(new String(array, UTF_8))
          .startsWith("#".repeat(30))
          .endsWith("#".repeat(array.length - 30 - room));
    }
  }

  @Test
  void eventOfTextIsWrittenIntoABufferOfAnyKind() {
    ServerSentEvent event = new ServerSentEvent("7", "tick", "a\nb", Duration.ofSeconds(1));
    ByteBuffer target = ByteBuffer.allocateDirect(99);
    assertThat(encoder.encode(event, target)).isTrue();
    assertThat(UTF_8.decode(target.flip()).toString())
        .isEqualTo("id: 7\nevent: tick\nretry: 1000\ndata: a\ndata: b\n\n");
  }

  @Test
  void moreTypesThanAreRememberedAreWrittenAllTheSame() {
    for (int i = 0; i < 40; i++) {
      String type = "t" + i % 13;
      assertThat(encoded("7", type, new byte[] {'x'}))
          .isEqualTo("id: 7\nevent: " + type + "\ndata: x\n\n");
    }
  }

  @Test
  void idsAndTypesThatTheWireCannotCarryAreRefused() {
    byte[] data = {'x'};
    for (String bad : new String[] {"a\nb", "\r", "a\0", "\ud800"}) {
      assertThatThrownBy(() -> encoded(bad, "tick", data)).hasMessageContaining("id");
    }
    for (String bad : new String[] {"a\nb", "\r", "", "\ud800"}) {
      assertThatThrownBy(() -> encoded("7", bad, data)).hasMessageContaining("type");
    }
    assertThat(encoded("", "t\u00e4", data)).isEqualTo("id: \nevent: t\u00e4\ndata: x\n\n");
  }

  @Test
  void threadDoesNotKeepTheMemoryOfAHugeEvent() {
    Block ofThread = Block.ofThread();
    String huge = "0123456789".repeat(100_000);
    assertThat(SseEncoder.encode(ServerSentEvent.of(huge))).hasSize(huge.length() + 8);
    assertThat(ofThread.capacity()).as("before the thread encodes another").isLessThan(64 << 10);
  }

  @Test
  void roomIsDoubledUpToTheLongestArray() {
    assertThat(Block.grown(512, 513)).isEqualTo(1024);
    assertThat(Block.grown(1 << 30, (1 << 30) + 1)).isGreaterThan(2_000_000_000);
    assertThat(Block.grown(512, 5000)).isEqualTo(5000);
  }

  private String encoded(String id, String type, byte[] data) {
    ByteBuffer target = ByteBuffer.allocate(8 * data.length + 99);
    assertThat(encoder.encode(id, type, data, target)).isTrue();
    return UTF_8.decode(target.flip()).toString();
  }

  private static String written(Block block) {
    ByteBuffer target = ByteBuffer.allocate(block.length());
    block.writeTo(target);
    assertThat(target.hasRemaining()).isFalse();
    return new String(target.array(), UTF_8);
  }

  private static String expected(String before, String data) {
    String lines = data.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\ndata: ");
    return before + "data: " + lines + "\n\n";
  }

  /** Of all lengths around those at which something changes, with ends of all kinds anywhere. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> ends = Arbitraries.of("\r", "\n", "\r\n", "\n\r", "\r\r\n");
    Arbitrary<String> odd =
        Arbitraries.of("\t", "\f", "\0", "\u000b", "\u000e", "\u008a", "\u4e0a");
    Arbitrary<String> pairs = Arbitraries.just("\ud83d\ude00");
    Arbitrary<String> runs =
        Arbitraries.integers().between(0, 20).map("abcdefghijklmnopqrst"::substring);
    Arbitrary<String> filler = Arbitraries.of(1000, 1023, 2040, 2048).map("."::repeat);
    return Arbitraries.frequencyOf(
            Tuple.of(6, ends),
            Tuple.of(3, odd),
            Tuple.of(3, pairs),
            Tuple.of(9, runs),
            Tuple.of(1, filler))
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }
}
