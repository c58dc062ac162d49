package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TokenWriterTest {

  private static final Uuid TOPIC = Uuid.fromString("q4Kwbn2sTbe0rVg1yqz3aw");

  private final RandomPositions given = new RandomPositions();

  @Test
  void overwrittenIdSaysWhatANewOneSays() {
    for (int topic = 0; topic < 200; topic++) {
      long[] positions = given.positions(given.random.nextInt(1, 65));
      TopicPositions format = new TopicPositions(TOPIC, positions.length);
      TokenWriter writer = (TokenWriter) format.writer(positions);
      for (int move = 0; move < 1_000; move++) {
        move(writer, positions);
        assertThat(read(writer).positions()).as(given.again()).isEqualTo(positions);
      }
    }
  }

  @Test
  void overwrittenIdOfManyPartitionsSaysOffsetsRoundedDown() {
    for (int topic = 0; topic < 30; topic++) {
      long[] positions = given.positions(given.random.nextInt(65, 1001));
      TopicPositions format = new TopicPositions(TOPIC, positions.length);
      TokenWriter writer = (TokenWriter) format.writer(positions);
      for (int move = 0; move < 300; move++) {
        move(writer, positions);
        assertRoundedDown(positions, read(writer));
      }
    }
  }

  private void assertRoundedDown(long[] positions, PositionToken read) {
    long unit = 1L << read.rounding();
    for (int p = 0; p < positions.length; p++) {
      long offset = KafkaPosition.offset(positions[p]);
      if (KafkaPosition.offset(read.positions()[p]) != offset / unit * unit) {
        assertThat(read.positions()[p]).as(given.again()).isEqualTo(offset / unit * unit);
      }
    }
  }

  @Test
  void writerBeginsWithTheIdOfItsPositionsAndCopiesThem() {
    long[] positions = given.positions(7);
    TopicPositions format = new TopicPositions(TOPIC, 7);
    TokenWriter writer = (TokenWriter) format.writer(positions);
    String id = format.write(positions);
    positions[3]++;
    assertThat(writer.toString()).as(given.again()).isEqualTo(id).hasSize(writer.length());
  }

  @Test
  void idGrowsWithItsOffsetsAndIsAsShortAsANewOneInTheEnd() {
    TopicPositions format = new TopicPositions(TOPIC, 3);
    TokenWriter writer = (TokenWriter) format.writer(new long[3]);
    long[] positions = new long[3];
    for (long offset = 1; offset < 1L << 48; offset += Math.max(1, offset / 50)) {
      for (int p = 0; p < 3; p++) {
        positions[p] = KafkaPosition.of(offset + p, (int) Math.min(99, offset >> 20));
        writer.moveTo(p, positions[p]);
        assertThat(read(writer).positions()).isEqualTo(positions);
      }
    }
    for (int i = 0; i < 4096; i++) {
      writer.moveTo(i % 3, positions[i % 3]);
    }
    assertThat(writer.length()).isLessThanOrEqualTo(format.write(positions).length());
  }

  @Test
  void moveThatRoundingHidesLeavesTheIdAsItWas() {
    long[] positions = given.aroundABillion(400);
    TopicPositions format = new TopicPositions(TOPIC, 400);
    positions[9] = KafkaPosition.of(1_000_000_000 >> 20 << 20, 1);
    long unit = format.mostRepeated(positions) + 1;
    assertThat(unit).as(given.again()).isBetween(100L, 1L << 20);
    TokenWriter writer = (TokenWriter) format.writer(positions);
    String before = taken(writer);
    writer.moveTo(9, positions[9] + unit - 1);
    assertThat(writer.length()).as(given.again()).isZero();
    assertThat(writer.toString()).isEqualTo(before);
    writer.moveTo(9, positions[9] + unit);
    assertThat(writer.length()).as(given.again()).isEqualTo(before.length());
    assertThat(writer.toString()).isNotEqualTo(before);
  }

  @Test
  void changeOfTheIdStaysNewsUntilItIsTaken() {
    long[] positions = given.aroundABillion(400);
    TokenWriter writer = (TokenWriter) new TopicPositions(TOPIC, 400).writer(positions);
    writer.moveTo(9, positions[9]);
    assertThat(writer.length()).as(given.again()).isPositive();
    writer.moveTo(9, positions[9]);
    assertThat(writer.length()).as(given.again()).isEqualTo(taken(writer).length());
    writer.moveTo(9, positions[9]);
    assertThat(writer.length()).as(given.again()).isZero();
    writer.moveTo(9, positions[9] + (1L << 26));
    writer.moveTo(9, positions[9] + (1L << 26));
    assertThat(writer.length()).as(given.again()).isEqualTo(taken(writer).length());
  }

  @Test
  void lengthStaysTheSameUntilTheNextMove() {
    TokenWriter writer = (TokenWriter) new TopicPositions(TOPIC, 1).writer(new long[1]);
    writer.moveTo(0, 1);
    assertThat(writer.length()).isEqualTo(taken(writer).length()).isEqualTo(writer.length());
  }

  /** The id, as it is when it is written into an event. */
  private static String taken(TokenWriter writer) {
    return new String(writer.bytes(), 0, writer.length(), ISO_8859_1);
  }

  @Test
  void epochsThatWereLeftOutComeBackWhenThereIsRoomAgain() {
    long[] positions = given.aroundABillion(180);
    TokenWriter writer = (TokenWriter) new TopicPositions(TOPIC, 180).writer(positions);
    assertThat(read(writer).positions()).as(given.again()).isNotEqualTo(positions);
    for (int i = 0; i < 2 * 4096; i++) {
      positions[i % 180] = KafkaPosition.of(KafkaPosition.offset(positions[i % 180]), i % 3);
      writer.moveTo(i % 180, positions[i % 180]);
    }
    assertThat(read(writer).positions()).as(given.again()).isEqualTo(positions);
  }

  private void move(TokenWriter writer, long[] positions) {
    int partition = given.random.nextInt(positions.length);
    String before = writer.toString();
    positions[partition] = given.after(positions[partition]);
    writer.moveTo(partition, positions[partition]);
    String after = writer.toString();
    assertThat(writer.length())
        .as(given.again())
        .isIn(after.equals(before) ? 0 : after.length(), after.length());
  }

  private static PositionToken read(TokenWriter writer) {
    return Objects.requireNonNull(PositionToken.read(writer.toString()), writer.toString());
  }
}
