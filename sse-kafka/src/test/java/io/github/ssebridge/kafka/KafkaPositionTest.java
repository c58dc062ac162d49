package io.github.ssebridge.kafka;

import static io.github.ssebridge.kafka.KafkaPosition.distance;
import static io.github.ssebridge.kafka.KafkaPosition.includes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaPositionTest {

  @ParameterizedTest
  @CsvSource({"0,-1", "0,0", "1,7", "281474976710655,-1", "281474976710655,32766"})
  void saysOffsetAndEpochInOneLong(long offset, int epoch) {
    long position = KafkaPosition.of(offset, epoch);
    assertThat(position).isNotNegative();
    assertThat(KafkaPosition.offset(position)).isEqualTo(offset);
    assertThat(KafkaPosition.epoch(position)).isEqualTo(epoch);
  }

  @Test
  void beginningOfAPartitionIsZero() {
    assertThat(KafkaPosition.of(0, -1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {32766, 32767, 32768, Integer.MAX_VALUE})
  void takesTheLastEpochsForOne(int epoch) {
    assertThat(KafkaPosition.epoch(KafkaPosition.of(3, epoch))).isEqualTo(32766);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 48, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesOffsetsThatAnIdHasNoRoomFor(long offset) {
    assertThatThrownBy(() -> KafkaPosition.of(offset, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(offset))
        .hasMessageContaining("an id has room for");
  }

  @Test
  void refusesEpochsBelowUnknown() {
    assertThatThrownBy(() -> KafkaPosition.of(0, -2)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    // what the client has: offset, epoch; what was reached: offset, epoch
    "10, 2, 10, 2, true",
    "10, 2, 9, 2, true",
    "10, 2, 11, 2, false",
    "10, 2, 10, 1, true",
    "10, 2, 9, 3, false",
    "10, -1, 9, 3, true",
    "10, 2, 9, -1, true",
    "10, -1, 11, -1, false",
    "10, -1, 10, -1, true",
    "0, -1, 0, -1, true",
  })
  void clientHasGotEverythingUpToAnOffsetOfNoLaterEpoch(
      long offset, int epoch, long reached, int reachedEpoch, boolean expected) {
    assertThat(includes(KafkaPosition.of(offset, epoch), KafkaPosition.of(reached, reachedEpoch)))
        .isEqualTo(expected);
  }

  @Test
  void distanceIsThatOfTheOffsetsAndNeverNegative() {
    assertThat(distance(KafkaPosition.of(3, 9), KafkaPosition.of(10, 1))).isEqualTo(7);
    assertThat(distance(KafkaPosition.of(10, 1), KafkaPosition.of(3, 9))).isZero();
    assertThat(distance(0, KafkaPosition.of(KafkaPosition.MAX_OFFSET, 0)))
        .isEqualTo(KafkaPosition.MAX_OFFSET);
  }
}
