package io.github.ssebridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.TestReader.ManualThread;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventHubTest {

  private static final class FaultySubscriber implements Subscriber {
    @Override
    public boolean wake() {
      throw new IllegalStateException("faulty");
    }

    @Override
    public void end() {}
  }

  private final HubOptions options =
      HubOptions.defaults()
          .withNode("n1")
          .withLinger(Duration.ofMillis(20))
          .withStreams(keeping(10));
  private final EventHub hub = EventHub.create(options).stream("prices");

  private static StreamOptions keeping(int events) {
    return StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(events));
  }

  @AfterEach
  void close() {
    Thread.currentThread().setUncaughtExceptionHandler(null);
    hub.close();
  }

  private void publish(int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(i -> hub.publish("prices", ServerSentEvent.of("e" + i)));
  }

  @Test
  void greetsWithOpenThenDeliversLive() {
    publish(1, 2);
    TestReader reader = TestReader.of(hub, "prices");
    publish(3, 4);
    assertThat(reader.types()).containsExactly("sse:open", "message", "message");
    assertThat(reader.data()).containsExactly("e3", "e4");
  }

  @Test
  void openSaysStreamNodePositionAndRetry() {
    ServerSentEvent open = TestReader.of(hub, "prices").only("sse:open");
    assertThat(open.data())
        .isEqualTo(
            "{\"stream\":\"prices\",\"node\":\"n1\",\"resumed\":false,\"position\":\"%s\"}"
                .formatted(open.id()));
    assertThat(open.retry()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  @Test
  void gapIsToldAgainToAClientThatLostItsConnectionBetweenOpenAndGap() {
    TestReader cut = TestReader.resuming(hub, "prices", "garbage");
    cut.decoding.decoder.decode(requireNonNull(cut.subscription.poll(1)).bytes());
    assertThat(cut.decoding.events).hasSize(1);
    assertThat(TestReader.resuming(hub, "prices", cut.lastEventId()).types())
        .containsExactly("sse:open", "sse:gap");
  }

  @Test
  void expiredGapIsToldAgainWithTheSameCount() {
    String id = requireNonNull(TestReader.of(hub, "prices").only("sse:open").id());
    publish(1, 20);
    TestReader cut = TestReader.resuming(hub, "prices", id);
    cut.decoding.decoder.decode(requireNonNull(cut.subscription.poll(1)).bytes());
    assertThat(cut.lastEventId()).isEqualTo(id);
    assertThat(TestReader.resuming(hub, "prices", cut.lastEventId()).only("sse:gap").data())
        .contains("\"count\":10");
  }

  @Test
  void feedThatCannotStartIsStartedAgainForTheNextSubscriber() {
    ManualFeed feed = new ManualFeed();
    feed.faulty = true;
    hub.stream("topic", feed);
    assertThatThrownBy(() -> TestReader.of(hub, "topic")).hasMessage("no thread");
    assertThat(hub.subscribers("topic")).isZero();
    feed.faulty = false;
    TestReader.of(hub, "topic");
    assertThat(feed.writers).hasSize(1);
  }

  @Test
  void everyEventHasAnIdOfPrintableAscii() {
    TestReader reader = TestReader.of(hub, "prices");
    publish(1, 3);
    assertThat(reader.events()).allSatisfy(e -> assertThat(e.id()).matches("[!-~]{1,64}"));
  }

  @Test
  void resumesAfterTheLastIdWithNothingLostOrTwice() {
    TestReader first = TestReader.of(hub, "prices");
    publish(1, 3);
    assertThat(first.data()).containsExactly("e1", "e2", "e3");
    publish(4, 6);
    TestReader second = TestReader.resuming(hub, "prices", first.lastEventId());
    publish(7, 7);
    assertThat(second.data()).containsExactly("e4", "e5", "e6", "e7");
    assertThat(second.only("sse:open").data()).contains("\"resumed\":true");
  }

  @Test
  void resumesFromTheIdOfOpenAlone() {
    TestReader first = TestReader.of(hub, "prices");
    first.readAll();
    publish(1, 2);
    assertThat(TestReader.resuming(hub, "prices", first.lastEventId()).data())
        .containsExactly("e1", "e2");
  }

  @Test
  void saysHowManyEventsExpiredBeforeTheFirstLaterOne() {
    TestReader first = TestReader.of(hub, "prices");
    publish(1, 1);
    first.readAll();
    publish(2, 15);
    TestReader second = TestReader.resuming(hub, "prices", first.lastEventId());
    assertThat(second.types()).startsWith("sse:open", "sse:gap", "message");
    assertThat(second.only("sse:gap").data())
        .contains("\"reason\":\"expired\"", "\"count\":4", "\"from\":\"" + first.lastEventId());
    assertThat(second.data()).startsWith("e6").endsWith("e15").hasSize(10);
  }

  @Test
  void unusableIdsAreAGapAndNeverAnError() {
    publish(1, 3);
    String forged =
        requireNonNull(TestReader.of(hub, "prices").only("sse:open").id())
            .replaceAll("\\d+$", "99");
    Stream.of("x", "1.abcdefgh.3", forged, "\u0000\u0001", "9".repeat(20_000), "1..", forged + "x")
        .forEach(
            id -> {
              TestReader reader = TestReader.resuming(hub, "prices", id);
              assertThat(reader.types()).as(id).containsExactly("sse:open", "sse:gap");
              assertThat(reader.only("sse:gap").data()).contains("unusable-id");
              reader.subscription.close();
            });
  }

  @Test
  void overtakenReaderIsToldAndGoesOnWithTheOldestKept() {
    TestReader reader = TestReader.of(hub, "prices");
    publish(1, 2);
    reader.readAll();
    publish(3, 20);
    assertThat(reader.types()).containsSubsequence("message", "sse:gap", "message");
    assertThat(reader.only("sse:gap").data()).contains("\"reason\":\"lapped\"", "\"count\":8");
    assertThat(reader.data()).containsExactlyElementsOf(named(1, 2, 11, 20));
  }

  @Test
  void idOfAGapResumesAfterIt() {
    TestReader reader = TestReader.of(hub, "prices");
    reader.readAll();
    publish(1, 20);
    String idOfGap = requireNonNull(reader.only("sse:gap").id());
    assertThat(TestReader.resuming(hub, "prices", idOfGap).data())
        .containsExactlyElementsOf(named(11, 20));
  }

  @Test
  void whatAReaderIsBehindIsOneSlice() {
    TestReader reader = TestReader.of(hub, "prices");
    reader.readAll();
    publish(1, 9);
    assertThat(reader.readAll()).isEqualTo(1);
    assertThat(reader.data()).hasSize(9);
  }

  @Test
  void slicesEndAtEventsAndStayWithinTheirBound() {
    TestReader reader = TestReader.of(hub, "prices");
    reader.readAll();
    publish(1, 9);
    reader.maxBytes = 80;
    assertThat(reader.readAll()).isGreaterThan(2);
    assertThat(reader.data()).containsExactlyElementsOf(named(1, 9));
  }

  @Test
  void burstOfAppendsIsOneSignalPerThread() {
    ManualThread thread = new ManualThread();
    List<TestReader> readers =
        IntStream.range(0, 10).mapToObj(i -> new TestReader(hub, "prices", null, thread)).toList();
    thread.runAll();
    publish(1, 9);
    assertThat(thread.tasks).hasSize(1);
    thread.runAll();
    assertThat(readers).allSatisfy(r -> assertThat(r.decoding.events).hasSize(10));
    assertThat(readers).allSatisfy(r -> assertThat(r.wakes).isEqualTo(2));
  }

  @Test
  void manyReadersAreWokenInTurnsThatLetOtherWorkIn() {
    ManualThread thread = new ManualThread();
    List<TestReader> readers =
        IntStream.range(0, 1000)
            .mapToObj(i -> new TestReader(hub, "prices", null, thread))
            .toList();
    thread.runAll();
    publish(1, 1);
    thread.tasks.remove().run();
    assertThat(readers.stream().filter(r -> r.wakes > 1).count()).isBetween(1L, 500L);
    assertThat(thread.tasks).as("the rest of the round").hasSize(1);
    publish(2, 2);
    thread.runAll();
    assertThat(readers).allSatisfy(r -> assertThat(r.decoding.events).hasSize(3));
  }

  @Test
  void readersThatLeaveWhileOthersAreWokenTakeNobodyWithThem() {
    ManualThread thread = new ManualThread();
    List<TestReader> readers =
        new ArrayList<>(
            IntStream.range(0, 600)
                .mapToObj(i -> new TestReader(hub, "prices", null, thread))
                .toList());
    thread.runAll();
    publish(1, 1);
    thread.tasks.remove().run();
    List<TestReader> leaving = List.copyOf(readers.subList(0, 300));
    leaving.forEach(r -> r.subscription.close());
    readers.removeAll(leaving);
    thread.runAll();
    assertThat(readers).allSatisfy(r -> assertThat(r.decoding.events).hasSize(2));
    assertThat(hub.subscribers("prices")).isEqualTo(300);
  }

  @Test
  void subscriberThatThrowsLosesItsSubscriptionAndKeepsNobodyFromBeingWoken() {
    ManualThread thread = new ManualThread();
    List<Throwable> heard = new ArrayList<>();
    Thread.currentThread().setUncaughtExceptionHandler((where, fault) -> heard.add(fault));
    hub.subscribe("prices", null, thread.loop, new FaultySubscriber());
    TestReader reader = new TestReader(hub, "prices", null, thread);
    publish(1, 1);
    thread.runAll();
    assertThat(reader.decoding.events).hasSize(2);
    assertThat(heard).hasSize(1);
    assertThat(hub.subscribers("prices")).isEqualTo(1);
  }

  @Test
  void closingTwiceCountsOnce() {
    TestReader reader = TestReader.of(hub, "prices");
    reader.subscription.close();
    reader.subscription.close();
    assertThat(hub.subscribers("prices")).isZero();
  }

  @Test
  void feedIsStartedForTheFirstAndStoppedAfterTheLast() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    TestReader first = TestReader.of(hub, "topic");
    TestReader second = TestReader.of(hub, "topic");
    first.subscription.close();
    assertThat(feed.writers).hasSize(1);
    second.subscription.close();
    await().until(() -> feed.stops() == 1);
    TestReader.of(hub, "topic");
    assertThat(feed.writers).hasSize(2);
  }

  @Test
  void openAheadOfReadersClosesAgainIfNoneComes() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed).open("topic");
    await().until(() -> feed.stops() == 1);
  }

  @Test
  void idOfAnEarlierIncarnationIsAGap() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    TestReader first = TestReader.of(hub, "topic");
    feed.writers.get(0).opened();
    first.readAll();
    first.subscription.close();
    await().until(() -> feed.stops() == 1);
    TestReader second = TestReader.resuming(hub, "topic", first.lastEventId());
    feed.writers.get(1).opened();
    assertThat(second.types()).containsExactly("sse:open", "sse:gap");
  }

  @Test
  void nothingIsSaidBeforeTheFeedKnowsWhereItReads() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    ManualThread thread = new ManualThread();
    TestReader reader = new TestReader(hub, "topic", null, thread);
    assertThat(reader.events()).isEmpty();
    feed.writers.get(0).opened();
    thread.runAll();
    assertThat(reader.decoding.events).hasSize(1);
  }

  @Test
  void appendsOfAStoppedFeedAreIgnored() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    TestReader.of(hub, "topic").subscription.close();
    await().until(() -> feed.stops() == 1);
    assertThat(feed.writers.get(0).append("message", new byte[1]))
        .isEqualTo(LogWriter.Appended.CLOSED);
  }

  @Test
  void gapOfTheSourceReachesEveryReaderInItsPlace() {
    ManualFeed feed = new ManualFeed();
    hub.stream("topic", feed);
    TestReader reader = TestReader.of(hub, "topic");
    LogWriter writer = feed.writers.get(0);
    writer.opened();
    writer.append(ServerSentEvent.of("a"));
    writer.gap(GapReason.DISCONNECTED, Instant.EPOCH, Instant.ofEpochMilli(1500));
    writer.append(ServerSentEvent.of("b"));
    assertThat(reader.types()).containsExactly("sse:open", "message", "sse:gap", "message");
    assertThat(reader.only("sse:gap").data())
        .isEqualTo(
            "{\"stream\":\"topic\",\"reason\":\"disconnected\",\"since\":\"1970-01-01T00:00:00Z\","
                + "\"until\":\"1970-01-01T00:00:01.500Z\"}");
  }

  @Test
  void tooLongAnEventIsRefusedToThePublisherAndToldToReaders() {
    TestReader reader = TestReader.of(hub, "prices");
    assertThat(hub.publish("prices", ServerSentEvent.of("x".repeat(2 << 20))))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("maxEventBytes");
    assertThat(reader.only("sse:gap").data()).contains("too-large", "\"count\":1");
  }

  @Test
  void userEventsMayNotPassForTheBridgesOwn() {
    assertThatThrownBy(() -> hub.publish("prices", ServerSentEvent.of("sse:open", "x")))
        .hasMessageContaining("sse:open");
    assertThatThrownBy(() -> hub.publish("prices", ServerSentEvent.of("x").withId("1")))
        .hasMessageContaining("ids are positions");
  }

  @Test
  void namesThatAreWrongTakenOrUnknownAreRefused() {
    assertThatThrownBy(() -> hub.stream("a b")).hasMessageContaining("a b");
    assertThatThrownBy(() -> hub.stream("prices")).hasMessageContaining("already");
    assertThatThrownBy(() -> hub.open("other")).hasMessageContaining("no stream 'other'");
  }

  @Test
  void closingTheHubEndsItsReadersAfterTheLastEvent() {
    ManualThread thread = new ManualThread();
    TestReader reader = new TestReader(hub, "prices", null, thread);
    publish(1, 2);
    hub.close();
    thread.runAll();
    assertThat(reader.ended).isTrue();
    assertThat(reader.decoding.events).hasSize(3);
  }

  /** e1, e2, ... for each range of two numbers. */
  private static List<String> named(int... bounds) {
    return IntStream.range(0, bounds.length / 2)
        .boxed()
        .flatMap(i -> IntStream.rangeClosed(bounds[2 * i], bounds[2 * i + 1]).boxed())
        .map(i -> "e" + i)
        .toList();
  }
}
