package io.github.ssebridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.ssebridge.TestReader.ManualThread;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedStreamTest {

  private final EventHub hub =
      EventHub.create().stream(
          "orders", StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(10)));
  private final ManualThread thread = new ManualThread();

  @AfterEach
  void close() {
    hub.close();
  }

  private TestReader reader(String... keys) {
    return resuming(null, keys);
  }

  private TestReader resuming(@Nullable String id, String... keys) {
    return new TestReader(hub, List.of(new StreamSelection("orders", Set.of(keys))), id, thread);
  }

  private void publish(String key, int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(i -> hub.publish("orders", key, ServerSentEvent.of(key + i)));
  }

  @Test
  void readerOfAKeyGetsItsEventsAlone() {
    TestReader ann = reader("ann");
    publish("ann", 1, 1);
    publish("bob", 1, 2);
    hub.publish("orders", ServerSentEvent.of("no key"));
    publish("ann", 2, 3);
    assertThat(ann.types()).containsExactly("sse:open", "message", "message", "message");
    assertThat(ann.data()).containsExactly("ann1", "ann2", "ann3");
  }

  @Test
  void readerOfSeveralKeysGetsThemInTheOrderInWhichTheyCame() {
    TestReader both = reader("ann", "bob");
    publish("bob", 1, 2);
    publish("eve", 1, 1);
    publish("ann", 1, 2);
    publish("bob", 3, 3);
    assertThat(both.data()).containsExactly("bob1", "bob2", "ann1", "ann2", "bob3");
  }

  @Test
  void resumesAKeyWithNothingLostOrTwice() {
    TestReader first = reader("ann");
    publish("ann", 1, 1);
    first.readAll();
    publish("bob", 1, 2);
    publish("ann", 2, 3);
    TestReader second = resuming(first.lastEventId(), "ann");
    publish("ann", 4, 4);
    assertThat(second.data()).containsExactly("ann2", "ann3", "ann4");
    assertThat(second.only("sse:open").data()).contains("\"resumed\":true");
  }

  @Test
  void resumesAKeyThatOthersReadAlready() {
    String start = requireNonNull(reader("eve").only("sse:open").id());
    publish("ann", 1, 2);
    TestReader live = reader("ann");
    publish("ann", 3, 4);
    assertThat(resuming(start, "ann").data()).containsExactly("ann1", "ann2", "ann3", "ann4");
    assertThat(live.data()).containsExactly("ann3", "ann4");
  }

  @Test
  void readerThatMissedNothingOfItsKeyIsNotToldOfAGap() {
    TestReader ann = reader("ann");
    ann.readAll();
    publish("bob", 1, 50);
    publish("ann", 1, 1);
    assertThat(ann.types()).containsExactly("sse:open", "message");
  }

  @Test
  void overtakenReaderIsToldHowManyEventsOfItsKeyItMissed() {
    TestReader ann = reader("ann");
    ann.readAll();
    publish("ann", 1, 7);
    publish("bob", 1, 5);
    publish("ann", 8, 8);
    assertThat(ann.types()).startsWith("sse:open", "sse:gap", "message");
    assertThat(ann.only("sse:gap").data()).contains("\"reason\":\"lapped\"", "\"count\":3");
    assertThat(ann.data()).containsExactly("ann4", "ann5", "ann6", "ann7", "ann8");
    StreamCounters.Missed missed = hub.counters("orders").missed();
    assertThat(missed.gaps()).containsEntry(GapReason.LAPPED, 1L);
    assertThat(missed.allGaps()).isEqualTo(1);
    assertThat(missed.lost()).isEqualTo(3);
  }

  @Test
  void howManyEventsOfAKeyExpiredIsNotKnown() {
    String start = requireNonNull(reader("ann").only("sse:open").id());
    publish("ann", 1, 20);
    TestReader late = resuming(start, "ann");
    assertThat(late.only("sse:gap").data()).contains("expired").doesNotContain("count");
    assertThat(late.data()).startsWith("ann11").hasSize(10);
  }

  @Test
  void gapOfTheSourceReachesReadersOfKeysOnce() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    StreamSelection twoKeys = new StreamSelection("topic", Set.of("ann", "bob"));
    TestReader reader = new TestReader(hub, List.of(twoKeys), null, thread);
    LogWriter writer = feed.writers.get(0);
    writer.opened();
    writer.append("ann", ServerSentEvent.of("a"));
    writer.gap(GapReason.DISCONNECTED);
    writer.append("bob", ServerSentEvent.of("b"));
    assertThat(reader.types()).containsExactly("sse:open", "message", "sse:gap", "message");
    TestReader returning = new TestReader(hub, List.of(twoKeys), idBefore(reader, "a"), thread);
    assertThat(returning.types()).containsExactly("sse:open", "message", "sse:gap", "message");
  }

  private static String idBefore(TestReader reader, String data) {
    int at = reader.events().stream().map(ServerSentEvent::data).toList().indexOf(data);
    return requireNonNull(reader.events().get(at - 1).id());
  }

  @Test
  void eventsOfOtherKeysWakeNobody() {
    TestReader ann = reader("ann");
    thread.runAll();
    publish("bob", 1, 10);
    assertThat(thread.tasks).isEmpty();
    publish("ann", 1, 1);
    thread.runAll();
    assertThat(ann.decoding.events).hasSize(2);
  }

  @Test
  void keysOfOneHashAreKeptApart() {
    assertThat(Key.of("Aa")).hasSameHashCodeAs(Key.of("BB")).isNotEqualTo(Key.of("BB"));
    String start = requireNonNull(reader("Aa").only("sse:open").id());
    publish("Aa", 1, 2);
    publish("BB", 1, 2);
    assertThat(resuming(start, "BB").data()).containsExactly("BB1", "BB2");
  }

  @Test
  void emptyKeyIsAKey() {
    TestReader empty = reader("");
    hub.publish("orders", "", ServerSentEvent.of("of the empty key"));
    hub.publish("orders", ServerSentEvent.of("of no key"));
    assertThat(empty.data()).containsExactly("of the empty key");
  }

  @Test
  void whatOneKeyIsBehindIsOneWrite() {
    TestReader ann = reader("ann");
    ann.readAll();
    publish("ann", 1, 3);
    publish("bob", 1, 3);
    publish("ann", 4, 5);
    assertThat(ann.readAll()).isEqualTo(1);
    assertThat(ann.data()).hasSize(5);
  }

  @Test
  void severalKeysComeInOrderWithNothingLostOrTwiceWhileTheWriterRuns() {
    EventHub busy = EventHub.create().stream("orders");
    StreamSelection both = new StreamSelection("orders", Set.of("a", "b"));
    TestReader reader = new TestReader(busy, List.of(both), null, thread);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 90_000; i++) {
                busy.publish("orders", i % 3 == 0 ? "a" : "b", ServerSentEvent.of("" + i));
              }
            });
    while (!writing.isDone()) {
      reader.readAll();
    }
    assertThat(reader.data().stream().map(Integer::valueOf).toList())
        .isEqualTo(IntStream.rangeClosed(1, 90_000).boxed().toList());
    busy.close();
  }

  @Test
  void keyOfVeryManyEventsIsOpenedInOneWalk() {
    EventHub full = EventHub.create().stream("orders");
    String start = requireNonNull(TestReader.of(full, "orders").only("sse:open").id());
    for (int i = 0; i < 100_000; i++) {
      full.publish("orders", "hot", ServerSentEvent.of("x"));
    }
    StreamSelection hot = new StreamSelection("orders", Set.of("hot"));
    assertTimeout(
        Duration.ofMillis(300),
        () -> new TestReader(full, List.of(hot), start, new ManualThread()));
    full.close();
  }

  @Test
  void announcementThatIsLostStandsForAnyNumberOfEvents() {
    ManualFeed feed = new ManualFeed();
    StreamOptions tiny = StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(2));
    hub.stream("topic", feed, tiny);
    StreamSelection keys = new StreamSelection("topic", Set.of("a", "b", "c"));
    TestReader reader = new TestReader(hub, List.of(keys), null, thread);
    LogWriter writer = feed.writers.get(0);
    writer.opened();
    reader.readAll();
    writer.gap(GapReason.SOURCE_RESET);
    IntStream.range(0, 5).forEach(i -> writer.append("other", ServerSentEvent.of("o")));
    assertThat(reader.only("sse:gap").data()).contains("lapped").doesNotContain("count");
  }

  @Test
  void tooLargeAnEventConcernsTheReadersOfItsKeyAlone() {
    TestReader ann = reader("ann");
    TestReader bob = reader("bob");
    hub.publish("orders", "bob", ServerSentEvent.of("x".repeat(2 << 20)));
    assertThat(ann.types()).containsExactly("sse:open");
    assertThat(bob.only("sse:gap").data()).contains("too-large", "\"count\":1");
  }
}
