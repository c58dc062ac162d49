package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Probes of a review: each fails as long as what it is about goes wrong. */
class RevOneProbeTest extends TableKit {

  private static final StreamOptions SHORT =
      StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(2));

  private final ManualThread thread = new ManualThread();

  /** What Kafka's and Redis' feeds do once they have been stopped. */
  private static final class Stoppable implements ReplayableFeed {
    final AtomicInteger replays = new AtomicInteger();
    final PartitionedSource source = new PartitionedSource(1);
    private volatile @Nullable LogWriter writer;

    @Override
    public void start(LogWriter to) {
      writer = to;
      to.openedAt(source.format, new long[] {0}, source.ends());
      for (int i = 0; i < 10; i++) {
        PartitionedSource.append(to, source.produce(0, null));
      }
    }

    @Override
    public void stop() {
      writer = null;
    }

    @Override
    public void replay(Replay replay) {
      replays.incrementAndGet();
      if (writer == null) {
        return;
      }
      replay.begin(replay.from(), source.begins());
      long at = replay.from()[0];
      while (replay.awaitDemand()) {
        PartitionedSource.Entry next = source.get(0, at);
        if (next == null) {
          LockSupport.parkNanos(1000);
        } else {
          PartitionedSource.append(replay.writer(), next);
          at++;
        }
      }
    }

    @Override
    public CompletionStage<long[]> locate(StartPoint start) {
      return writer == null
          ? new CompletableFuture<>()
          : CompletableFuture.completedStage(source.begins());
    }
  }

  private void runFor(long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() - until < 0) {
      thread.runAll();
      LockSupport.parkNanos(1000);
    }
  }

  @Test
  void whoLacksMoreThanTheLogOfAFinishedStreamHasIsToldAndEnded() {
    Stoppable feed = new Stoppable();
    try (EventHub hub = EventHub.create().stream("job", feed, SHORT)) {
      hub.open("job");
      hub.finish("job", "done");
      TestReader back = new TestReader(hub, "job", "s.3", thread);
      runFor(1000);
      assertThat(feed.replays.get()).as("replays begun in a second").isLessThan(20);
      assertThat(back.types()).contains("sse:end");
      assertThat(back.ended).isTrue();
    }
  }

  @Test
  void whoWantsTheBeginningOfAFinishedStreamIsEnded() {
    Stoppable feed = new Stoppable();
    try (EventHub hub = EventHub.create().stream("job", feed, SHORT)) {
      hub.open("job");
      hub.finish("job", "done");
      StreamSelection all = new StreamSelection("job", Set.of(), StartPoint.EARLIEST);
      TestReader first = new TestReader(hub, List.of(all), null, thread);
      runFor(500);
      assertThat(first.types()).contains("sse:end");
    }
  }

  @Test
  void twoFinishedStreamsAreAsPointlessAsOne() {
    try (EventHub hub = EventHub.create().stream("a").stream("b")) {
      hub.finish("a", "done");
      hub.finish("b", "done");
      List<StreamSelection> both = List.of(StreamSelection.all("a"), StreamSelection.all("b"));
      TestReader back = new TestReader(hub, both, null, thread);
      // As HubConnection.begin does.
      var greeting = back.subscription.poll(1);
      var first = back.subscription.poll(64 << 10);
      assertThat(greeting).isNotNull();
      assertThat(first).isNotNull();
      assertThat(back.subscription.isPointless()).isTrue();
    }
  }

  @Test
  void noticeAfterTheStreamSentTheClientAwayLosesNothing() {
    StreamOptions closing =
        StreamOptions.defaults()
            .withLog(LogOptions.defaults().withMaxEvents(2))
            .withOverflow(OverflowPolicy.CLOSE);
    try (EventHub hub = EventHub.create().stream("a", closing)) {
      TestReader reader = new TestReader(hub, "a", null, thread);
      hub.publish("a", ServerSentEvent.of("1"));
      assertThat(reader.data()).containsExactly("1");
      for (int i = 2; i < 9; i++) {
        hub.publish("a", ServerSentEvent.of("" + i));
      }
      String before = reader.lastEventId();
      assertThat(reader.types()).contains("sse:goaway");
      assertThat(reader.lastEventId()).isEqualTo(before);
      LogSlice notice = reader.subscription.notice(ServerSentEvent.of("sse:goaway", "{}"));
      reader.decoding.decoder.decode(notice.bytes());
      assertThat(reader.lastEventId()).isEqualTo(before);
    }
  }

  @Test
  void noticeWithinATableDoesNotTakeTheClientBack() {
    node.hub.close();
    node = node(TABLE.withLog(LogOptions.defaults().withMaxEvents(3)));
    open();
    append("a", "b");
    TestReader reader = readerOn(thread, "s.1");
    thread.runAll();
    append("c");
    assertThat(reader.data()).containsExactly("0:1", "0:2");
    // Now it is at s.3; the source is another one, or it was lapped.
    reader.asleep = true;
    node.writer().startedAnew(source.format, new long[] {3}, new long[] {100});
    reader.read(1);
    String before = reader.lastEventId();
    reader.read(1);
    LogSlice notice = reader.subscription.notice(ServerSentEvent.of("sse:goaway", "{}"));
    reader.decoding.decoder.decode(notice.bytes());
    assertThat(reader.lastEventId()).as("story %s", decoded(reader)).isEqualTo(before);
  }

  private static List<String> decoded(TestReader reader) {
    return reader.decoding.events.stream().map(ServerSentEvent::toString).toList();
  }

  @Test
  void tableThatIsFinishedBeforeItIsCompleteEndsItsReaders() {
    produce("a", "b");
    node.hub.open(SourceNode.STREAM);
    node.writer().openedAt(source.format, new long[] {0}, source.ends());
    TestReader reader = readerOn(thread, null);
    thread.runAll();
    node.hub.finish(SourceNode.STREAM, "done");
    thread.runAll();
    assertThat(reader.types()).contains("sse:end");
  }
}
