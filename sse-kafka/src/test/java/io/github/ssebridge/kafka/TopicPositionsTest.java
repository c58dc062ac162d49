package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.SourcePosition;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPositionsTest {

  private static final Uuid TOPIC = Uuid.fromString("q4Kwbn2sTbe0rVg1yqz3aw");
  private static final Uuid RECREATED = Uuid.fromString("q4Kwbn2sTbe0rVg1yqz3bw");

  private final RandomPositions given = new RandomPositions();
  private final TopicPositions twelve = new TopicPositions(TOPIC, 12);

  @Test
  void whatIsWrittenComesBack() {
    for (int i = 0; i < 20_000; i++) {
      long[] positions = given.positions(given.random.nextInt(1, 65));
      TopicPositions format = new TopicPositions(TOPIC, positions.length);
      String id = format.write(positions);
      assertThat(id).as(given.again()).matches("[A-Za-z0-9_-]{10,1024}");
      assertThat(read(format, id).positions()).as(given.again()).isEqualTo(positions);
      assertThat(format.mostRepeated(positions)).isZero();
    }
  }

  @Test
  void manyPartitionsComeBackAsExactlyAsThereIsRoomFor() {
    for (int i = 0; i < 2_000; i++) {
      long[] positions = given.positions(given.random.nextInt(65, 1001));
      TopicPositions format = new TopicPositions(TOPIC, positions.length);
      String id = format.write(positions);
      assertThat(id).as(given.again()).matches("[A-Za-z0-9_-]{10,1024}");
      long[] read = read(format, id).positions();
      long most = format.mostRepeated(positions);
      for (int p = 0; p < positions.length; p++) {
        long offset = KafkaPosition.offset(positions[p]);
        assertThat(KafkaPosition.offset(read[p])).as(given.again()).isEqualTo(offset & ~most);
        assertThat(KafkaPosition.epoch(read[p]))
            .as(given.again())
            .isIn(-1, KafkaPosition.epoch(positions[p]));
      }
    }
  }

  @Test
  void epochsAreLeftOutBeforeOffsetsAreRounded() {
    long[] positions = given.aroundABillion(180);
    TopicPositions format = new TopicPositions(TOPIC, 180);
    assertThat(format.mostRepeated(positions)).isZero();
    assertThat(read(format, format.write(positions)).positions())
        .as(given.again())
        .isEqualTo(Arrays.stream(positions).map(KafkaPosition::offset).toArray());
  }

  @Test
  void onePartitionTakesUnder24Characters() {
    TopicPositions format = new TopicPositions(TOPIC, 1);
    for (int offsetBits = 0; offsetBits <= 48; offsetBits++) {
      for (int epoch = -1; epoch <= 32766; epoch += epoch < 64 ? 1 : 218) {
        long last = KafkaPosition.of((1L << offsetBits) - 1, epoch);
        long first = KafkaPosition.of(1L << Math.max(0, offsetBits - 1), epoch);
        assertThat(format.write(new long[] {first})).hasSizeLessThan(24);
        assertThat(format.write(new long[] {last})).hasSizeLessThan(24);
      }
    }
  }

  @Test
  void twelvePartitionsAroundABillionTakeUnder100Characters() {
    for (int i = 0; i < 10_000; i++) {
      String id = twelve.write(given.aroundABillion(12));
      assertThat(id).as(given.again()).hasSizeLessThan(100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 93, 94, 95, 96, 127, 128, 500, 748, 749, 999, 1000})
  void anyCountOfPartitionsFitsInto1024Characters(int partitions) {
    long[] worst = new long[partitions];
    Arrays.fill(worst, KafkaPosition.of(KafkaPosition.MAX_OFFSET, 32766));
    worst[0] = 0;
    worst[partitions - 1] = KafkaPosition.of(1, 0);
    TopicPositions format =
        new TopicPositions(TOPIC, partitions, () -> 1_800_000_000_000L, Duration.ofDays(1));
    assertThat(format.write(worst)).hasSizeLessThanOrEqualTo(1024);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE})
  void refusesMorePartitionsThanAnIdHasRoomFor(int partitions) {
    assertThatThrownBy(() -> new TopicPositions(TOPIC, partitions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(partitions))
        .hasMessageContaining("1 to 1000");
  }

  @Test
  void partitionsThatAreNotGivenAreAtTheirBeginning() {
    assertThat(twelve.write(new long[] {5, 6}))
        .isEqualTo(twelve.write(Arrays.copyOf(new long[] {5, 6}, 12)));
  }

  @Test
  void idFromBeforePartitionsWereAddedSaysThoseThatThereWere() {
    long[] positions = given.positions(5);
    String before = new TopicPositions(TOPIC, 5).write(positions);
    assertThat(read(twelve, before).positions()).as(given.again()).isEqualTo(positions);
  }

  @Test
  void idOfANodeThatKnowsOfMorePartitionsComesBackAsItWas() {
    long[] positions = given.positions(13);
    String id = new TopicPositions(TOPIC, 13).write(positions);
    assertThat(read(twelve, id).positions()).as(given.again()).isEqualTo(positions);
    assertThat(twelve.write(positions)).isEqualTo(id);
  }

  @Test
  void idOfATopicThatWasCreatedAgainSaysSo() {
    for (int partitions : new int[] {1, 12, 13, 1000}) {
      String id = new TopicPositions(RECREATED, partitions).write(given.positions(partitions));
      SourcePosition read = read(twelve, id);
      assertThat(read.isCurrent() || read.isOutdated()).isFalse();
      assertThat(read.positions()).isEmpty();
    }
  }

  @Test
  void everyBitOfTheTopicIdCounts() {
    String id = twelve.write(new long[0]);
    for (int bit = 0; bit < 128; bit++) {
      Uuid other =
          new Uuid(
              TOPIC.getMostSignificantBits() ^ (bit < 64 ? 1L << bit : 0),
              TOPIC.getLeastSignificantBits() ^ (bit < 64 ? 0 : 1L << bit));
      assertThat(new TopicPositions(other, 12).write(new long[0])).isNotEqualTo(id);
    }
  }

  @Test
  void everyCharacterCounts() {
    String id = twelve.write(given.aroundABillion(12));
    for (int length = 0; length < id.length(); length++) {
      assertThat(twelve.read(id.substring(0, length))).as(given.again()).isNull();
    }
    for (String spare : new String[] {"A", "_", " ", "\n", "\0", "=", "\u00e4", id}) {
      assertThat(twelve.read(id + spare)).as(given.again()).isNull();
      assertThat(twelve.read(spare + id)).as(given.again()).isNull();
    }
  }

  @Test
  void numbersMustBeAsShortAsTheyCan() {
    TopicPositions one = new TopicPositions(TOPIC, 1);
    String id = one.write(new long[] {KafkaPosition.of(1, 0)});
    assertThat(id.charAt(7)).isEqualTo('A');
    assertThat(one.read(id.substring(0, 7) + "gA" + id.substring(8))).isNull();
  }

  @Test
  void whatFillsTheLastCharacterMustBeZero() {
    TopicPositions one = new TopicPositions(TOPIC, 1);
    String id = one.write(new long[] {5});
    assertThat(id).endsWith("BQ");
    assertThat(one.read(id.substring(0, id.length() - 1) + "R")).isNull();
  }

  @Test
  void offsetsOutOfRangeAreNone() {
    assertThat(PositionToken.read(allOnes(65, 1, 47, 0))).isNotNull();
    assertThat(PositionToken.read(allOnes(65, 2, 47, 0))).isNull();
    assertThat(PositionToken.read(allOnes(65, 8, 40, 0))).isNotNull();
    assertThat(PositionToken.read(allOnes(65, 8, 41, 0))).isNull();
    assertThat(PositionToken.read(allOnes(65, 8, 48, 0))).isNull();
    assertThat(PositionToken.read(allOnes(1, 48, 0, 0))).isNotNull();
    assertThat(PositionToken.read(allOnes(1, 48, 0, 1))).isNull();
    assertThat(PositionToken.read(allOnes(1, 48, 0, 1L << 49))).isNull();
    assertThat(PositionToken.read(allOnes(1, 49, 0, 0))).isNull();
    assertThat(PositionToken.read(allOnes(1000, 1, 0, 0))).isNotNull();
    assertThat(PositionToken.read(allOnes(1001, 1, 0, 0))).isNull();
  }

  /** A token of no epochs whose fields are the greatest ones. */
  private static String allOnes(int partitions, int width, int rounding, long base) {
    TokenText text = new TokenText(TokenText.MAX_LENGTH);
    text.appendChar('k');
    text.appendBits(36);
    text.appendNumber(partitions - 1);
    text.appendDigit(width);
    if (partitions > 64) {
      text.appendDigit(rounding);
    }
    text.appendNumber(base);
    text.appendNumber(0);
    int first = text.length();
    text.appendBits(partitions * width);
    for (int i = 1; i <= partitions; i++) {
      text.flip(first, i * width, (1L << width) - 1);
    }
    return text.toString();
  }

  private static SourcePosition read(TopicPositions format, String id) {
    return Objects.requireNonNull(format.read(id), id);
  }
}
