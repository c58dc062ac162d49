package io.github.ssebridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.TestReader.ManualThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatestTest {

  private static final String[] NO_KEYS = {};

  private final EventHub hub = EventHub.create();

  LatestTest() {
    hub.stream("prices", latest(LogOptions.defaults().withMaxEvents(10)));
    hub.stream("tiny", latest(LogOptions.defaults().withMaxEvents(2)));
    hub.stream("many", latest(LogOptions.defaults().withMaxEvents(50)));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static StreamOptions latest(LogOptions log) {
    return new StreamOptions(log, OverflowPolicy.LATEST);
  }

  private TestReader reader(@Nullable String id, String... keys) {
    return readerOf("prices", id, keys);
  }

  private TestReader readerOf(String stream, @Nullable String id, String... keys) {
    StreamSelection selection = new StreamSelection(stream, Set.of(keys));
    return new TestReader(hub, List.of(selection), id, new ManualThread());
  }

  private void change(String stream, String... keys) {
    for (String key : keys) {
      int at = key.indexOf('=');
      hub.publish(stream, key.substring(0, at), ServerSentEvent.of(key));
    }
  }

  @Test
  void readerThatKeepsUpGetsEveryEvent() {
    TestReader reader = reader(null, NO_KEYS);
    for (String event : List.of("a=1", "a=2", "b=1", "a=3")) {
      change("prices", event);
      reader.readAll();
    }
    assertThat(reader.data()).containsExactly("a=1", "a=2", "b=1", "a=3");
    assertThat(reader.types()).doesNotContain("sse:gap");
  }

  @Test
  void readerThatIsBehindGetsTheNewestOfEachKeyInOrderOfLastChange() {
    TestReader reader = reader(null, NO_KEYS);
    reader.readAll();
    change("prices", "a=1", "b=1", "c=1", "a=2", "c=2", "a=3", "d=1");
    assertThat(reader.types())
        .containsExactly("sse:open", "sse:gap", "message", "message", "message", "message");
    assertThat(reader.data()).containsExactly("b=1", "c=2", "a=3", "d=1");
    assertThat(reader.only("sse:gap").data()).contains("\"reason\":\"conflated\"", "\"count\":3");
    StreamCounters.Missed missed = hub.counters("prices").missed();
    assertThat(missed.gaps()).containsEntry(GapReason.CONFLATED, 1L);
    assertThat(missed.conflated()).isEqualTo(3);
    assertThat(missed.lost()).isZero();
  }

  @Test
  void newestEventsOutliveTheLog() {
    TestReader reader = reader(null, NO_KEYS);
    reader.readAll();
    change("prices", "a=1", "b=1", "c=1", "d=1");
    IntStream.rangeClosed(1, 30).forEach(i -> change("prices", "x=" + i, "c=" + (i + 1)));
    assertThat(reader.data()).containsExactly("a=1", "b=1", "d=1", "x=30", "c=31");
    assertThat(reader.only("sse:gap").data()).contains("\"count\":59");
  }

  @Test
  void clientThatComesBackGetsWhatChangedSince() {
    TestReader first = reader(null, NO_KEYS);
    change("prices", "a=1", "b=1");
    first.readAll();
    IntStream.rangeClosed(2, 40).forEach(i -> change("prices", "b=" + i));
    TestReader second = reader(first.lastEventId());
    assertThat(second.data()).containsExactly("b=40");
    assertThat(second.only("sse:open").data()).contains("\"resumed\":true");
    assertThat(second.only("sse:gap").data()).contains("conflated", "\"count\":38");
  }

  @Test
  void keysForWhichThereIsNoRoomAreToldLikeAnyLoss() {
    TestReader reader = readerOf("tiny", null, NO_KEYS);
    reader.readAll();
    change("tiny", "a=1", "b=1", "c=1", "d=1", "e=1", "f=1");
    assertThat(reader.types()).startsWith("sse:open", "sse:gap", "message");
    assertThat(reader.only("sse:gap").data()).contains("\"reason\":\"lapped\"");
    assertThat(reader.data()).containsExactly("c=1", "d=1", "e=1", "f=1");
    assertThat(readerOf("tiny", reader.events().get(0).id()).only("sse:gap").data())
        .contains("expired");
  }

  @Test
  void readerOfAKeyGetsItsNewestEvent() {
    TestReader reader = reader(null, "a");
    reader.readAll();
    change("prices", "a=1", "b=1", "a=2");
    IntStream.rangeClosed(2, 30).forEach(i -> change("prices", "b=" + i));
    assertThat(reader.data()).containsExactly("a=2");
    assertThat(reader.only("sse:gap").data()).contains("conflated", "\"count\":1");
  }

  @Test
  void readerOfAKeyThatThereIsNoRoomForIsTold() {
    TestReader reader = readerOf("tiny", null, "a");
    reader.readAll();
    change("tiny", "a=1", "b=1", "c=1", "d=1", "e=1", "f=1");
    assertThat(reader.data()).isEmpty();
    assertThat(reader.only("sse:gap").data()).contains("\"reason\":\"lapped\"", "\"count\":1");
    change("tiny", "a=2");
    assertThat(reader.data()).containsExactly("a=2");
  }

  @Test
  void eventsWithoutAKeyCountAsEventsOfOneKey() {
    TestReader reader = reader(null, NO_KEYS);
    reader.readAll();
    List.of("1", "2", "3").forEach(data -> hub.publish("prices", ServerSentEvent.of(data)));
    assertThat(reader.data()).containsExactly("3");
  }

  @Test
  void everyKeyEndsAtItsNewestEventAndNothingComesTwiceWhileTheWriterRuns() {
    TestReader reader = readerOf("many", null, NO_KEYS);
    String start = requireNonNull(reader.only("sse:open").id());
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 100_000; i++) {
                change("many", "k" + Math.floorMod(i * 31, 40 - i / 4000) + "=" + i);
              }
            });
    while (!writing.isDone()) {
      reader.readAll();
    }
    writing.join();
    reader.readAll();
    List<Integer> order =
        reader.data().stream().map(data -> Integer.parseInt(data.replaceAll(".*=", ""))).toList();
    assertThat(order).isSorted().doesNotHaveDuplicates();
    assertThat(
            reader.types().stream().filter("message"::equals).count()
                + hub.counters("many").missed().conflated())
        .isEqualTo(100_000);
    assertThat(newestByKey(reader.data())).isEqualTo(newestByKey(readerOf("many", start).data()));
  }

  @Test
  void announcementsAreNeitherConflatedNorDoTheyStandInForEvents() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed, latest(LogOptions.defaults().withMaxEvents(4)));
    TestReader all = readerOf("topic", null, NO_KEYS);
    TestReader ofA = readerOf("topic", null, "a");
    LogWriter writer = feed.writers.get(0);
    writer.opened();
    all.readAll();
    ofA.readAll();
    writer.append("a", ServerSentEvent.of("a=1"));
    writer.append("a", ServerSentEvent.of("a=2"));
    writer.gap(GapReason.SOURCE_RESET);
    writer.append("c", ServerSentEvent.of("c=1"));
    writer.gap(GapReason.UNREADABLE, 1);
    IntStream.range(0, 9).forEach(i -> writer.append("x", ServerSentEvent.of("x=" + i)));
    for (TestReader reader : List.of(all, ofA)) {
      assertThat(reader.events().stream().map(ServerSentEvent::data))
          .anyMatch(data -> data.contains("source-reset"))
          .anyMatch(data -> data.contains("unreadable"))
          .contains("a=2")
          .doesNotContain("a=1");
    }
    TestReader later = readerOf("topic", ofA.events().get(0).id(), "a");
    assertThat(later.data()).containsExactly("a=2");
  }

  @Test
  void howManyEventsOfAKeyWereConflatedBeforeItWasAskedForIsNotKnown() {
    String start = requireNonNull(reader(null, "a").only("sse:open").id());
    IntStream.rangeClosed(1, 40).forEach(i -> change("prices", "a=" + i));
    TestReader returning = reader(start, "a");
    assertThat(returning.data()).containsExactly("a=40");
    assertThat(returning.only("sse:gap").data()).contains("conflated").doesNotContain("count");
  }

  @Test
  void latestNeedsABoundOtherThanAge() {
    LogOptions ageAlone =
        new LogOptions(
            LogOptions.NO_MAX_BYTES, LogOptions.NO_MAX_EVENTS, Duration.ofMinutes(1), 1 << 20);
    assertThatThrownBy(() -> latest(ageAlone)).hasMessageContaining("set maxBytes or maxEvents");
  }

  private static Set<String> newestByKey(List<String> data) {
    Map<String, String> newest = new TreeMap<>();
    data.forEach(event -> newest.put(event.replaceAll("=.*", ""), event));
    return Set.copyOf(newest.values());
  }
}
