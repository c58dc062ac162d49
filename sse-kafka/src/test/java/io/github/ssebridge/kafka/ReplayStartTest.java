package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayStartTest {

  private static final long[] BEGINS = {100};
  private static final long[] ENDS = {at(200, 5)};

  @Test
  void beginsWhereTheTokenSaysIfThatIsThere() {
    assertThat(start(at(150, 5))).isEqualTo(at(150, 5));
    assertThat(start(at(200, 4))).isEqualTo(at(200, 4));
    assertThat(start(at(150, -1))).isEqualTo(at(150, -1));
  }

  @Test
  void doesNotBelieveAnEpochThatIsYetToCome() {
    assertThat(start(at(150, 6))).isEqualTo(at(150, -1));
    assertThat(start(at(150, 32_766))).isEqualTo(at(150, -1));
    assertThat(start(at(999, 32_766))).isEqualTo(at(200, -1));
  }

  @Test
  void believesNoEpochWhileTheLeadersIsNotKnown() {
    long[] ends = {at(200, -1)};
    assertThat(TopicReplay.within(new long[] {at(150, 0)}, BEGINS, ends))
        .containsExactly(at(150, -1));
  }

  @Test
  void leavesItToTheConsumerToFindOutWhereAKnownEpochWasCut() {
    assertThat(start(at(999, 5))).isEqualTo(at(999, 5));
  }

  @Test
  void beginsAtTheNearestOffsetThatIsThere() {
    assertThat(start(at(50, 3))).isEqualTo(at(100, -1));
    assertThat(start(at(999, -1))).isEqualTo(at(200, -1));
  }

  @Test
  void leavesOutPartitionsThatTheTopicDoesNotHave() {
    long[] wanted = {at(150, 5), at(7, 5), at(8, 5)};
    assertThat(TopicReplay.within(wanted, BEGINS, ENDS)).containsExactly(at(150, 5));
  }

  @Test
  void beginsPartitionsThatTheTokenDoesNotHaveAtTheirBeginning() {
    assertThat(TopicReplay.within(new long[0], BEGINS, ENDS)).containsExactly(at(100, -1));
  }

  private static long start(long wanted) {
    return TopicReplay.within(new long[] {wanted}, BEGINS, ENDS)[0];
  }

  private static long at(long offset, int epoch) {
    return KafkaPosition.of(offset, epoch);
  }
}
