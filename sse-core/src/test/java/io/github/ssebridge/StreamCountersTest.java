package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.StreamCounters.Delivered;
import io.github.ssebridge.TestReader.ManualThread;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamCountersTest {

  private static final StreamOptions TEN_EVENTS =
      StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(10));

  private final AtomicLong nanos = new AtomicLong();

  // Whoever looks at this clock twice in a row finds that a microsecond has passed.
  private final EventHub hub =
      EventHub.create(HubOptions.defaults(), () -> nanos.getAndAdd(1000)).stream(
          "orders", TEN_EVENTS)
          .stream("prices", TEN_EVENTS);

  @AfterEach
  void close() {
    hub.close();
  }

  private void publish(String stream, int count) {
    IntStream.rangeClosed(1, count)
        .forEach(i -> hub.publish(stream, ServerSentEvent.of("e".repeat(10))));
  }

  private StreamCounters counters() {
    return hub.counters("orders");
  }

  @Test
  void whatComesInIsCountedOnceAlsoWhenTheLogHasGivenItUp() {
    TestReader reader = TestReader.of(hub, "orders");
    reader.readAll();
    Delivered before = counters().delivered();
    publish("orders", 7);
    reader.readAll();
    Delivered after = counters().delivered();
    assertThat(counters().appended().events()).isEqualTo(7);
    assertThat(counters().appended().bytes()).isEqualTo(after.bytes() - before.bytes());
    publish("orders", 1000);
    assertThat(counters().appended().events()).isEqualTo(1007);
  }

  @Test
  void whatGoesOutIsCountedForEachReaderAndStaysCountedWhenTheyAreGone() {
    ManualThread shared = new ManualThread();
    List<TestReader> readers =
        List.of(
            new TestReader(hub, "orders", null, shared),
            new TestReader(hub, "orders", null, shared),
            TestReader.of(hub, "orders"));
    publish("orders", 5);
    readers.forEach(TestReader::readAll);
    Delivered delivered = counters().delivered();
    // A slice with sse:open and one with all events.
    assertThat(delivered.slices()).isEqualTo(6);
    assertThat(delivered.events()).isEqualTo(15);
    readers.forEach(reader -> reader.subscription.close());
    assertThat(counters().delivered()).isEqualTo(delivered);
    TestReader another = TestReader.of(hub, "orders");
    another.readAll();
    assertThat(counters().delivered().slices()).isEqualTo(7);
  }

  @Test
  void eventsThatAreCopiedTogetherCountAsManyAsTheyAre() {
    List<StreamSelection> both =
        List.of(new StreamSelection("orders", Set.of("k")), StreamSelection.all("prices"));
    TestReader reader = new TestReader(hub, both, null, new ManualThread());
    hub.publish("orders", "k", ServerSentEvent.of("1"));
    hub.publish("orders", "other", ServerSentEvent.of("2"));
    hub.publish("orders", "k", ServerSentEvent.of("3"));
    publish("prices", 4);
    reader.readAll();
    assertThat(counters().delivered().events()).isEqualTo(2);
    assertThat(hub.counters("prices").delivered().events()).isEqualTo(4);
  }

  @Test
  void readersAreCountedByWhereTheyBegin() {
    publish("orders", 3);
    TestReader reader = TestReader.of(hub, "orders");
    reader.readAll();
    publish("orders", 1);
    TestReader.resuming(hub, "orders", reader.lastEventId()).readAll();
    publish("orders", 20);
    TestReader.resuming(hub, "orders", reader.lastEventId()).readAll();
    TestReader.resuming(hub, "orders", "nonsense").readAll();
    assertThat(counters().begun())
        .containsEntry(Origin.LIVE, 1L)
        .containsEntry(Origin.LOG, 1L)
        .containsEntry(Origin.SOURCE, 0L)
        .containsEntry(Origin.LOST, 2L);
    assertThat(counters().missed().gaps())
        .containsEntry(GapReason.EXPIRED, 1L)
        .containsEntry(GapReason.UNUSABLE_ID, 1L)
        .containsEntry(GapReason.LAPPED, 0L);
    // All but the three that it had seen or the log still keeps.
    assertThat(counters().missed().lost()).isEqualTo(11);
  }

  @Test
  void whatTheFeedAnnouncesIsCountedOnceHoweverManyRead() {
    ManualFeed feed = new ManualFeed();
    hub.stream("fed", feed, StreamOptions.defaults());
    List<TestReader> readers = List.of(TestReader.of(hub, "fed"), TestReader.of(hub, "fed"));
    LogWriter writer = feed.writers.get(0);
    writer.opened();
    writer.gap(GapReason.DISCONNECTED);
    writer.append("message", new byte[writer.bounds().maxEventBytes()]);
    readers.forEach(TestReader::readAll);
    assertThat(hub.counters("fed").appended().gaps())
        .containsEntry(GapReason.DISCONNECTED, 1L)
        .containsEntry(GapReason.TOO_LARGE, 1L);
    assertThat(hub.counters("fed").missed().allGaps()).isZero();
  }

  @Test
  void oneAppendOf256IsTimed() {
    publish("orders", 255);
    assertThat(counters().appended().encoding()).isEqualTo(SampledTime.NONE);
    publish("orders", 257);
    SampledTime encoding = counters().appended().encoding();
    assertThat(encoding.samples()).isEqualTo(2);
    // The clock is looked at three times: before, for the age of the event, and after.
    assertThat(encoding.nanos()).isEqualTo(2 * 2000);
  }

  @Test
  void countsGoOnWhenTheFeedHasRestedAndBegunAnew() {
    HubOptions brief = HubOptions.defaults().withLinger(Duration.ZERO);
    ManualFeed feed = new ManualFeed();
    try (EventHub resting = EventHub.create(brief).stream("fed", feed, StreamOptions.defaults())) {
      for (int begun = 1; begun <= 2; begun++) {
        int stops = begun;
        TestReader reader = TestReader.of(resting, "fed");
        feed.writers.get(begun - 1).opened();
        feed.writers.get(begun - 1).append(ServerSentEvent.of("e"));
        reader.subscription.close();
        await().until(() -> feed.stops() == stops);
      }
      assertThat(resting.counters("fed").appended().events()).isEqualTo(2);
    }
  }

  @Test
  void readersOfTheSourceAreCountedWithTheirReplay() {
    PartitionedSource source = new PartitionedSource(1);
    IntStream.range(0, 100).forEach(i -> source.produce(0, null));
    SourceNode node = new SourceNode(source, TEN_EVENTS);
    try (EventHub sourced = node.hub) {
      node.openAt(0);
      node.consumeAll();
      TestReader reader = TestReader.resuming(sourced, SourceNode.STREAM, "s.50");
      await().pollInSameThread().until(() -> reader.data().size() == 50);
      StreamCounters counters = sourced.counters(SourceNode.STREAM);
      assertThat(counters.begun()).containsEntry(Origin.SOURCE, 1L);
      assertThat(counters.replayed().started()).isEqualTo(1);
      assertThat(counters.replayed().awaited()).isZero();
      assertThat(counters.delivered().events()).isEqualTo(50);
    }
  }
}
