package io.github.ssebridge.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TimedPositionsTest {

  private static final Uuid TOPIC = Uuid.fromString("q4Kwbn2sTbe0rVg1yqz3aw");
  private static final long[] SOMEWHERE = {7, KafkaPosition.of(1_000_000, 3)};

  private long now = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
  private final TopicPositions timed =
      new TopicPositions(TOPIC, 2, () -> now, Duration.ofHours(24));
  private final TopicPositions untimed = new TopicPositions(TOPIC, 2);

  @Test
  void idIsCurrentUntilItsMaximumAge() {
    String id = timed.write(SOMEWHERE);
    assertCurrent(id);
    pass(Duration.ofHours(24));
    assertCurrent(id);
    pass(Duration.ofMillis(1));
    assertOutdated(id);
  }

  @Test
  void idWithoutATimeIsOutdated() {
    assertOutdated(untimed.write(SOMEWHERE));
  }

  @Test
  void idOfTheFutureIsOutdatedUnlessClocksMayDiffer() {
    String id = timed.write(SOMEWHERE);
    pass(Duration.ofMinutes(-10));
    assertCurrent(id);
    pass(Duration.ofMillis(-1));
    assertOutdated(id);
  }

  @Test
  void idWithATimeIsReadWhereAgeDoesNotMatter() {
    SourcePosition read = Objects.requireNonNull(untimed.read(timed.write(SOMEWHERE)));
    assertThat(read.isCurrent()).isTrue();
    assertThat(read.positions()).isEqualTo(SOMEWHERE);
  }

  @Test
  void oldIdOfATopicThatWasCreatedAgainSaysThatFirst() {
    String id = timed.write(SOMEWHERE);
    pass(Duration.ofDays(2));
    TopicPositions again =
        new TopicPositions(
            Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ"), 2, () -> now, Duration.ofDays(1));
    assertThat(Objects.requireNonNull(again.read(id)).isOutdated()).isFalse();
  }

  @Test
  void writerSetsTheTimeOnceAMinute() {
    TokenWriter writer = (TokenWriter) timed.writer(SOMEWHERE);
    String first = new String(writer.bytes(), 0, writer.length(), ISO_8859_1);
    pass(Duration.ofSeconds(59));
    writer.moveTo(0, SOMEWHERE[0]);
    assertThat(writer.length()).isZero();
    assertThat(writer.toString()).isEqualTo(first);
    pass(Duration.ofSeconds(1));
    writer.moveTo(0, SOMEWHERE[0]);
    assertThat(writer.length()).isEqualTo(first.length());
    assertThat(writer.toString()).isEqualTo(timed.write(SOMEWHERE)).isNotEqualTo(first);
  }

  @Test
  void clocksBefore2026AndAfter2057AreBorne() {
    now = 0;
    assertOutdated(timed.write(SOMEWHERE));
    now = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    assertOutdated(timed.write(SOMEWHERE));
  }

  @Test
  void refusesAgesBelowWhatIdsSay() {
    assertThatThrownBy(() -> new TopicPositions(TOPIC, 2, () -> now, Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void pass(Duration time) {
    now += time.toMillis();
  }

  private void assertCurrent(String id) {
    SourcePosition read = Objects.requireNonNull(timed.read(id));
    assertThat(read.isCurrent()).isTrue();
    assertThat(read.isOutdated()).isFalse();
    assertThat(read.positions()).isEqualTo(SOMEWHERE);
  }

  private void assertOutdated(String id) {
    SourcePosition read = Objects.requireNonNull(timed.read(id));
    assertThat(read.isOutdated()).isTrue();
    assertThat(read.isCurrent()).isFalse();
    assertThat(read.positions()).isEqualTo(SOMEWHERE);
  }
}
