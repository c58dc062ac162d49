package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
    byte[] target = new byte[8 * event.data().length() + 99];
    int end = encoder.encode(event, target, 0);
    assertThat(new String(target, 0, end, UTF_8)).isEqualTo(expected("", text));
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
  void eventEndsWhereTheArrayEndsOrDoesNotFit(int length) {
    byte[] data = "x".repeat(length).getBytes(UTF_8);
    int needed = expected("", "x".repeat(length)).length();
    byte[] target = new byte[needed + 3];
    assertThat(encoder.encode(null, "message", data, target, 4)).isEqualTo(SseEncoder.NO_ROOM);
    assertThat(encoder.encode(null, "message", data, target, 3)).isEqualTo(target.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n\n\n\n\n\n\n\n", "\r\n\r\n-------", "\u4e0a\n"})
  void eventFitsIntoAnyRoomThatIsLongEnough(String text) {
    for (String id : new String[] {null, "", "7", "\u00e4", "7".repeat(20)}) {
      ServerSentEvent event = ServerSentEvent.of(text).withId(id);
      String block = new String(SseEncoder.encode(event), UTF_8);
      int length = block.getBytes(UTF_8).length;
      for (int room = 0; room <= 200; room++) {
        byte[] array = "#".repeat(30 + room).getBytes(UTF_8);
        int end = encoder.encode(event, array, 30);
        assertThat(end).isEqualTo(length <= room ? 30 + length : SseEncoder.NO_ROOM);
        assertThat(new String(array, 0, Math.max(30, end), UTF_8))
            .isEqualTo("#".repeat(30) + (end < 0 ? "" : block));
      }
    }
  }

  @Test
  void blockBeginsInsideTheArray() {
    byte[] data = {'x'};
    ServerSentEvent event = ServerSentEvent.of("x");
    for (int at : new int[] {-1, 100, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> encoder.encode(event, new byte[99], at))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> encoder.encode(null, "message", data, new byte[99], at))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(encoder.encode(null, "message", data, new byte[99], 99))
        .isEqualTo(SseEncoder.NO_ROOM);
    assertThat(encoder.encode(event, new byte[99], 99)).isEqualTo(SseEncoder.NO_ROOM);
  }

  @Test
  void reconnectionTimeIsWrittenBeforeTheData() {
    ServerSentEvent event = new ServerSentEvent("7", "tick", "a\nb", Duration.ofSeconds(1));
    byte[] target = new byte[99];
    int end = encoder.encode(event, target, 0);
    assertThat(new String(target, 0, end, UTF_8))
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

  static Stream<String> textsOfUpTo128KiB() {
    String cjk = "xxx\u4e0a\u4e0a\u4e0a\u4e0a\u4e0a\u4e0a\u4e0a".repeat(5_300);
    return Stream.of("x", "x".repeat(1 << 16), "x".repeat(131_000), "x\n".repeat(16_000), cjk);
  }

  @ParameterizedTest
  @MethodSource("textsOfUpTo128KiB")
  void memoryForTheUsualIsKept(String text) {
    Block block = new Block();
    byte[] target = new byte[140_000];
    for (int i = 0; i < 9; i++) {
      block.event(ServerSentEvent.of(text.substring(i % 3 % text.length())));
      int length = block.length();
      block.writeTo(target, 0);
      assertThat(block.capacity()).isGreaterThanOrEqualTo(Math.max(512, length - 2));
    }
  }

  static Stream<ServerSentEvent> events() {
    return Stream.of(
            "x", "x\n".repeat(400), (".".repeat(40) + "\n").repeat(60), "\u4e0a".repeat(5000))
        .map(text -> ServerSentEvent.of("tick", text).withId("42"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void encodingAllocatesNothing(ServerSentEvent event) {
    byte[] target = new byte[20_000];
    byte[] utf8 = event.data().getBytes(UTF_8);
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = allocatedBytes();
      for (int k = 0; k < 1000; k++) {
        encoder.encode(event, target, 0);
        encoder.encode("42", "tick", utf8, target, 0);
      }
      allocated = Math.min(allocated, allocatedBytes() - before);
    }
    assertThat(allocated).as("bytes for 2,000 events").isLessThan(2000);
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void roomIsDoubledUpToTheLongestArray() {
    assertThat(Block.grown(512, 513)).isEqualTo(1024);
    assertThat(Block.grown(1 << 30, (1 << 30) + 1)).isGreaterThan(2_000_000_000);
    assertThat(Block.grown(512, 5000)).isEqualTo(5000);
    assertThat(Block.grown(200_000, 200_001)).as("what is kept").isEqualTo(256 << 10);
  }

  private String encoded(String id, String type, byte[] data) {
    byte[] target = new byte[8 * data.length + 99];
    return new String(target, 0, encoder.encode(id, type, data, target, 0), UTF_8);
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
