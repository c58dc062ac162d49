package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What {@code docs/positions.md} says in figures is so. */
class PositionsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "positions.md");
  private static final Uuid TOPIC = Uuid.fromString("q4Kwbn2sTbe0rVg1yqz3aw");
  private static final int BLOCK = "data: \n\n".length() + 128;

  @Test
  void examplesAreWhatIsWrittenAndRead() throws IOException {
    List<String[]> rows = rows("Examples");
    assertThat(rows).hasSizeGreaterThan(4);
    for (String[] row : rows) {
      long[] positions =
          Arrays.stream(row[1].split(" ", -1)).mapToLong(PositionsPageTest::position).toArray();
      TopicPositions format = format(row[0], positions.length, row[2]);
      assertThat(format.write(positions)).isEqualTo(row[3]);
      SourcePosition read = Objects.requireNonNull(format.read(row[3]));
      assertThat(read.isCurrent()).isTrue();
      assertThat(read.positions()).isEqualTo(positions);
    }
  }

  @Test
  void costsAreThoseOfTheirPositions() throws IOException {
    List<String[]> rows = rows("What it costs");
    assertThat(rows).hasSize(3);
    for (String[] row : rows) {
      int partitions = Integer.parseInt(row[0]);
      IntToLongFunction wide = p -> 500_000_000 + (2 * p + 1) * 500_000_000L / partitions;
      assertThat(row[1]).isEqualTo(cost(partitions, p -> KafkaPosition.of(offset(wide, p), 5)));
      assertThat(row[2])
          .isEqualTo(cost(partitions, p -> KafkaPosition.of(offset(wide, p), (5 * p + 5) % 64)));
      assertThat(row[3])
          .isEqualTo(
              cost(partitions, p -> KafkaPosition.of(1_000_000_000 + 99_999L * p / partitions, 5)));
    }
  }

  @Test
  void repeatedEventsAreThoseOfTheirPositions() throws IOException {
    List<String[]> rows = rows("Hundreds of partitions");
    assertThat(rows).hasSizeGreaterThan(3);
    for (String[] row : rows) {
      int partitions = Integer.parseInt(row[0]);
      TopicPositions format = new TopicPositions(TOPIC, partitions);
      assertThat(row[1]).isEqualTo(repeated(format, 100_000));
      assertThat(row[2]).isEqualTo(repeated(format, 10_000_000));
      assertThat(row[3]).isEqualTo(repeated(format, 1_000_000_000));
    }
  }

  private static String repeated(TopicPositions format, long apart) {
    long[] positions =
        positions(
            format.partitions(),
            p -> KafkaPosition.of(1_000_000_000 + apart * p / format.partitions(), p % 12));
    return String.format("%,d", format.mostRepeated(positions));
  }

  private static String cost(int partitions, IntToLongFunction position) {
    int length =
        new TopicPositions(TOPIC, partitions).write(positions(partitions, position)).length();
    return length + ", " + Math.round(100.0 * ("id: \n".length() + length) / BLOCK) + " %";
  }

  private static long offset(IntToLongFunction offsets, int partition) {
    return offsets.applyAsLong(partition);
  }

  private static long[] positions(int partitions, IntToLongFunction position) {
    return IntStream.range(0, partitions).mapToLong(position).toArray();
  }

  private static TopicPositions format(String topic, int partitions, String time) {
    Uuid id = Uuid.fromString(topic);
    if (time.equals("none")) {
      return new TopicPositions(id, partitions);
    }
    long now = Instant.parse(time).toEpochMilli();
    return new TopicPositions(id, partitions, () -> now, Duration.ofDays(1));
  }

  /** An offset, and after an {@code @} the epoch unless it is unknown. */
  private static long position(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? KafkaPosition.of(Long.parseLong(text), -1)
        : KafkaPosition.of(
            Long.parseLong(text.substring(0, at)), Integer.parseInt(text.substring(at + 1)));
  }

  /** The cells of the rows of the first table below a heading, without backticks. */
  private static List<String[]> rows(String heading) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals("## " + heading))
        .dropWhile(line -> !line.startsWith("|--"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.replace("`", "").substring(1).strip().split(" *\\| *", -1))
        .toList();
  }
}
