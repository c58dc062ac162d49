package io.github.ssebridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replay holds, and how long it lasts while other clients wait for one. */
class ReplayTurnTest {

  private static final long[] BEGINNING = {0};

  // Nobody joins a replay that is as far behind.
  private static final long[] FAR = {2 * Replay.NEAR};

  private final PartitionedSource source = new PartitionedSource(1);
  private static final LogOptions LONG_EVENTS = LogOptions.defaults().withMaxEventBytes(8 << 20);

  private final EventLog main =
      new EventLog(StreamOptions.defaults().withLog(LONG_EVENTS), System::nanoTime);
  private final AtomicLong nanos = new AtomicLong(1);
  private final Replays replays = new Replays("s", new Idle(), main, 1, nanos::get);

  @AfterEach
  void close() {
    replays.end();
  }

  @Test
  void beginsWhenTheSourceAnswersHoweverLongThatTakes() {
    Replay replay = begunByOneAndAwaitedByAnother();
    later(Duration.ofMinutes(1));
    assertThat(replay.isOver()).isFalse();
    replay.begin(BEGINNING, BEGINNING);
    assertThat(replay.awaitDemand()).isTrue();
  }

  @Test
  void isNotOverForLackOfRecords() {
    Replay replay = begunByOneAndAwaitedByAnother();
    replay.begin(BEGINNING, BEGINNING);
    later(Duration.ofSeconds(1));
    assertThat(replay.awaitDemand()).isTrue();
  }

  @Test
  void isOverWhenNobodyTakesWhatThereIs() {
    Replay replay = begunByOneAndAwaitedByAnother();
    replay.begin(BEGINNING, BEGINNING);
    PartitionedSource.append(replay.writer(), source.produce(0, null));
    assertThat(replay.awaitDemand()).isTrue();
    later(Duration.ofSeconds(1));
    assertThat(replay.awaitDemand()).isFalse();
  }

  @Test
  void isOverAfterAWhileAlsoForClientsThatTakeWhatThereIs() {
    Replay replay = begunByOneAndAwaitedByAnother();
    replay.begin(BEGINNING, BEGINNING);
    later(Duration.ofSeconds(6));
    assertThat(replay.awaitDemand()).isFalse();
  }

  @Test
  void takesEventsAsLongAsTheStreamDoes() {
    LogOptions bounds = begunByOneAndAwaitedByAnother().writer().bounds();
    assertThat(bounds.maxEventBytes()).isEqualTo(LONG_EVENTS.maxEventBytes());
  }

  private Replay begunByOneAndAwaitedByAnother() {
    new LogWriter("s", main).openedAt(source.format, FAR, FAR);
    SourceEra era = requireNonNull(main.era());
    Replay replay = requireNonNull(replays.join("one", era, BEGINNING));
    assertThat(replays.join("another", era, FAR)).isNull();
    return replay;
  }

  private void later(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Leaves it to the test to do what a feed does. */
  private static final class Idle implements ReplayableFeed {
    @Override
    public void start(LogWriter writer) {}

    @Override
    public void stop() {}

    @Override
    public void replay(Replay replay) {
      while (!replay.hasEnded()) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    @Override
    public CompletionStage<long[]> locate(StartPoint start) {
      return CompletableFuture.completedStage(BEGINNING);
    }
  }
}
