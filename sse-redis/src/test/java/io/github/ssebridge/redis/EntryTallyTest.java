package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.redis.EntryTally.Finding;
import io.github.ssebridge.redis.EntryTally.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EntryTallyTest {

  private final StreamModel stream = new StreamModel();
  private EntryTally tally = new EntryTally(EntryId.ZERO, 0, StreamInfo.NONE);

  @Test
  void findsNothingMissingInWhatIsRead() {
    add(5);
    assertThat(read(3)).isEqualTo(Finding.FINE);
    assertThat(read(3)).isEqualTo(Finding.FINE);
    assertThat(tally.ordinal()).isEqualTo(5);
  }

  @Test
  void countsWhatWasTrimmedBeforeItWasRead() {
    add(5);
    read(10);
    add(20);
    stream.trimTo(7);
    assertThat(read(3)).isEqualTo(missing(13));
    assertThat(read(10)).isEqualTo(Finding.FINE);
    assertThat(tally.ordinal()).isEqualTo(25);
  }

  @Test
  void countsWhatWasTrimmedToNothing() {
    add(5);
    read(10);
    add(3);
    stream.trimTo(0);
    assertThat(read(10)).isEqualTo(missing(3));
    add(1);
    assertThat(read(10)).isEqualTo(Finding.FINE);
  }

  @Test
  void countsWhatWasDeletedFromTheMiddleBeforeItWasRead() {
    add(5);
    read(10);
    add(10);
    stream.delete(7);
    stream.delete(9);
    assertThat(read(4)).isEqualTo(Finding.FINE);
    assertThat(read(10)).isEqualTo(missing(2));
  }

  @Test
  void findsThatTheLastEntryCameAndWentByLookingTwice() {
    add(5);
    read(10);
    StreamInfo before = addAndDelete();
    assertThat(before.last().isAfter(tally.last())).isTrue();
    assertThat(read(10)).isEqualTo(Finding.FINE);
    assertThat(read(10)).isEqualTo(missing(1));
    assertThat(read(10)).isEqualTo(Finding.FINE);
  }

  @Test
  void takesNothingForMissingThatComesBetweenTheReadAndTheAnswer() {
    add(5);
    List<EntryId> read = stream.after(tally.last(), 10);
    add(5);
    assertThat(take(read)).isEqualTo(Finding.FINE);
    assertThat(tally.ordinal()).isEqualTo(5);
  }

  @Test
  void saysThatEntriesMayBeMissingIfMoreWasTrimmedUntilTheAnswer() {
    add(10);
    List<EntryId> read = stream.after(tally.last(), 2);
    add(5);
    stream.trimTo(3);
    assertThat(take(read)).isEqualTo(missing(StreamInfo.UNKNOWN));
    assertThat(read(10)).isEqualTo(missing(StreamInfo.UNKNOWN));
    add(1);
    assertThat(read(10)).isEqualTo(Finding.FINE);
    assertThat(tally.ordinal()).isEqualTo(16);
  }

  @Test
  void takesAnAnswerThatIsOlderThanTheReadForNoLoss() {
    add(5);
    read(10);
    StreamInfo older = stream.info();
    add(3);
    assertThat(take(stream.after(tally.last(), 10), older)).isEqualTo(Finding.FINE);
    assertThat(tally.ordinal()).isEqualTo(8);
    assertThat(read(10)).isEqualTo(Finding.FINE);
  }

  @Test
  void findsThatTheStreamWasDeleted() {
    add(5);
    read(10);
    stream.remove();
    assertThat(read(10)).isEqualTo(Finding.REPLACED);
  }

  @Test
  void findsAStreamThatWasCreatedAgain() {
    add(5);
    read(10);
    stream.remove();
    addLater(3);
    assertThat(read(10)).isEqualTo(Finding.REPLACED);
  }

  @Test
  void findsAStreamThatWasCreatedAgainWithMoreEntriesThanBefore() {
    add(5);
    read(10);
    stream.remove();
    addLater(50);
    assertThat(read(10)).isEqualTo(Finding.REPLACED);
  }

  @Test
  void findsAStreamWhoseEndWasLost() {
    add(5);
    read(10);
    StreamInfo older = stream.info();
    add(3);
    read(10);
    assertThat(tally.compare(List.of(), older)).isEqualTo(Finding.CUT);
  }

  @Test
  void findsALostEndAlsoIfOtherEntriesHaveComeSince() {
    StreamModel copy = new StreamModel();
    add(5);
    for (int i = 0; i < 5; i++) {
      copy.add(0);
    }
    add(3);
    read(10);
    copy.add(1000);
    assertThat(tally.compare(copy.after(tally.last(), 10), copy.info())).isEqualTo(Finding.CUT);
  }

  @Test
  void saysThatEntriesMayBeMissingIfRedisDoesNotCount() {
    tally = new EntryTally(EntryId.ZERO, StreamInfo.UNKNOWN, stream.infoWithoutCounts());
    add(5);
    assertThat(readUncounted(10)).isEqualTo(Finding.FINE);
    add(1);
    assertThat(readUncounted(10)).isEqualTo(Finding.FINE);
    add(10);
    stream.trimTo(4);
    assertThat(readUncounted(10)).isEqualTo(missing(StreamInfo.UNKNOWN));
    stream.remove();
    add(1);
    assertThat(readUncounted(10).kind()).isIn(Kind.MISSING, Kind.REPLACED);
  }

  @RepeatedTest(300)
  void accountsForEachEntry() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    boolean isCounted = true;
    long missing = 0;
    long read = 0;
    for (int i = 0; i < 300 || !tally.last().equals(stream.last()); i++) {
      EntryId before = tally.last();
      List<EntryId> page = stream.after(before, 1 + random.nextInt(5));
      long trimmed = page.isEmpty() ? 0 : stream.trimmedBetween(before, page.get(0));
      if (i < 300 && random.nextInt(4) == 0) {
        change(random);
      }
      Finding found = take(page);
      assertThat(found.kind()).as("seed %s", seed).isIn(Kind.FINE, Kind.MISSING);
      assertThat(trimmed > 0 && found.kind() == Kind.FINE).as("silent, seed %s", seed).isFalse();
      isCounted &= found.missing() != StreamInfo.UNKNOWN;
      missing += found.missing();
      read += page.size();
      if (i < 300) {
        change(random);
      }
    }
    if (isCounted) {
      assertThat(read + missing).as("seed %s", seed).isEqualTo(stream.info().added());
    }
  }

  private void change(Random random) {
    switch (random.nextInt(8)) {
      case 0 -> stream.trimTo(random.nextInt(10));
      case 1 -> {
        if (stream.length() > 0) {
          stream.delete(random.nextInt(stream.length()));
        }
      }
      default -> add(random.nextInt(6));
    }
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      stream.add(0);
    }
  }

  private void addLater(int count) {
    for (int i = 0; i < count; i++) {
      stream.add(1000);
    }
  }

  private StreamInfo addAndDelete() {
    add(1);
    stream.delete(stream.length() - 1);
    return stream.info();
  }

  private Finding read(int count) {
    return take(stream.after(tally.last(), count));
  }

  private Finding take(List<EntryId> read) {
    return take(read, stream.info());
  }

  private Finding readUncounted(int count) {
    return take(new ArrayList<>(stream.after(tally.last(), count)), stream.infoWithoutCounts());
  }

  private Finding take(List<EntryId> read, StreamInfo info) {
    Finding found = tally.compare(read, info);
    if (found.kind() == Kind.FINE || found.kind() == Kind.MISSING) {
      var unused = tally.count(read, info, found);
    }
    return found;
  }

  private static Finding missing(long count) {
    return new Finding(Kind.MISSING, count);
  }
}
