package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.redis.StreamPositions.Mark;
import org.junit.jupiter.api.Test;

class StreamPositionsTest {

  private final StreamPositions positions = new StreamPositions();

  @Test
  void answerIsOfThisStreamAlthoughTheReaderHasGotFurtherSinceItWasAskedFor() {
    readUpTo(10);
    Mark known = positions.reached();
    readUpTo(30);
    assertThat(positions.isOf(upTo(20), known)).isTrue();
    assertThat(positions.isOf(upTo(20), positions.reached())).isFalse();
  }

  @Test
  void answerWithLessThanWasKnownBeforeIsOfAnotherStream() {
    readUpTo(10);
    assertThat(positions.isOf(upTo(9), positions.reached())).isFalse();
    assertThat(positions.isOf(StreamInfo.NONE, positions.reached())).isFalse();
  }

  private void readUpTo(long entries) {
    positions.verified(EntryPosition.of(new EntryId(entries, 0)), entries);
  }

  private static StreamInfo upTo(long entries) {
    EntryId first = new EntryId(1, 0);
    return new StreamInfo(entries, new EntryId(entries, 0), first, entries, EntryId.ZERO);
  }
}
