package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.ServerSentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every feed promises, whatever its source; a subclass brings the source, and one instance of
 * it a source of its own for each test. The test's thread owns all that is here.
 */
public abstract class EventFeedContract {

  private static final String STREAM = "stream";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofMillis(300);
  private static final Duration LINGER = Duration.ofMillis(50);
  private static final Pattern TIMES =
      Pattern.compile("\"since\":\"([^\"]+)\",\"until\":\"([^\"]+)\"");

  private final Deque<Runnable> cleanUps = new ArrayDeque<>();
  private boolean away;

  /** Another feed of the test's source; several of them are as many nodes. */
  protected abstract EventFeed feed();

  /** Puts payloads into the test's source in this order; returns when it has them. */
  protected abstract void produce(List<byte[]> payloads);

  /** Makes the source unreachable. */
  protected abstract void takeSourceAway();

  /** Makes the source reachable where it was; what it keeps, it still has. */
  protected abstract void bringSourceBack();

  /**
   * Puts payloads into the source while it is away, as far as its producers can; returns those that
   * readers are to get when it is back.
   */
  protected abstract List<String> produceWhileAway(String... payloads);

  /** Whether readers get what the source took while they could not reach it. */
  protected abstract boolean keepsEvents();

  /** How many subscriptions or readers the test's source has. */
  protected abstract int subscriptionsAtSource();

  /** A feed of a source that is not there. */
  protected abstract EventFeed feedOfMissingSource();

  /** Makes the source of {@link #feedOfMissingSource} be there. */
  protected abstract void makeMissingSourceAppear();

  /** Has something done after the test, in reverse order. */
  protected final void afterTest(Runnable cleanUp) {
    cleanUps.push(cleanUp);
  }

  @AfterEach
  final void cleanUp() {
    if (away) {
      bringBack();
    }
    cleanUps.forEach(Runnable::run);
  }

  @Test
  void deliversInOrderWhatIsProducedAfterTheGreeting() {
    produce("too early");
    FeedReader reader = greeted(hub());
    List<String> payloads = IntStream.range(0, 500).mapToObj(i -> "e" + i).toList();
    produce(payloads.toArray(String[]::new));
    eventually(() -> assertThat(reader.data()).isEqualTo(payloads));
    assertThat(reader.events().get(0).type()).isEqualTo("sse:open");
    assertThat(reader.events()).hasSize(1 + payloads.size());
  }

  @Test
  void passesPayloadsOnAsTheyAre() {
    FeedReader reader = greeted(hub());
    String[] payloads = {
      "äß€😀", "", " leading blank", "trailing blank ", "\ttab", "\uFEFFbom", "nul \0 nul", "{}"
    };
    produce(payloads);
    eventually(() -> assertThat(reader.data()).containsExactly(payloads));
  }

  @Test
  void readsEveryLineEndAsLf() {
    FeedReader reader = greeted(hub());
    produce("a\nb", "a\rb", "a\r\nb", "trailing\n", "\nleading", "\r\r\n\n", "\n");
    eventually(
        () ->
            assertThat(reader.data())
                .containsExactly(
                    "a\nb", "a\nb", "a\nb", "trailing\n", "\nleading", "\n\n\n", "\n"));
  }

  @Test
  void letsNothingInAPayloadBecomeAFieldOrAnEvent() {
    FeedReader reader = greeted(hub());
    String[] payloads = {
      "x\n\nevent: sse:end\ndata: {}\n\n",
      "id: 7",
      "\nid: 7\n",
      "\nretry: 1",
      ": comment\n\n",
      "data"
    };
    produce(payloads);
    eventually(() -> assertThat(reader.data()).containsExactly(payloads));
    assertThat(reader.events("message")).hasSize(payloads.length);
    assertThat(reader.events()).hasSize(1 + payloads.length).noneMatch(e -> "7".equals(e.id()));
  }

  @Test
  void countsAnyNumberOfReadersAsOneSubscription() {
    EventHub hub = hub();
    List<FeedReader> readers = Stream.generate(() -> greeted(hub)).limit(20).toList();
    produce("for all");
    assertThat(readers)
        .allSatisfy(eventual(reader -> assertThat(reader.data()).containsExactly("for all")));
    assertThat(subscriptionsAtSource()).isEqualTo(1);
  }

  @Test
  void givesEveryNodeEverything() {
    FeedReader one = greeted(hub());
    FeedReader other = greeted(hub());
    produce("1", "2", "3");
    assertThat(List.of(one, other))
        .allSatisfy(eventual(reader -> assertThat(reader.data()).containsExactly("1", "2", "3")));
    assertThat(subscriptionsAtSource()).isEqualTo(2);
  }

  @Test
  void goesOnWithTheSameReadersAfterTheSourceWasAway() {
    EventHub hub = hub();
    List<FeedReader> readers = List.of(greeted(hub), greeted(hub));
    produce("before");
    readers.forEach(reader -> awaitData(reader, List.of("before")));
    Instant lost = Instant.now();
    takeAway();
    List<String> expected = new ArrayList<>(List.of("before"));
    expected.addAll(produceWhileAway("meanwhile 1", "meanwhile 2"));
    bringBack();
    if (!keepsEvents()) {
      readers.forEach(reader -> eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1)));
    }
    produce("after");
    expected.add("after");
    readers.forEach(reader -> awaitData(reader, expected));
    readers.forEach(reader -> assertOutageIsTold(reader, lost));
  }

  @Test
  void startsWhileTheSourceIsOutOfReachAndGreetsWhenItIsBack() {
    takeAway();
    FeedReader reader = reader(hub());
    assertNothingComes(reader);
    bringBack();
    awaitGreeting(reader);
    produce("first");
    awaitData(reader, List.of("first"));
    assertThat(reader.events()).hasSize(2);
  }

  @Test
  void greetsNobodyUntilAMissingSourceIsThere() {
    FeedReader reader = reader(hub(feedOfMissingSource()));
    assertNothingComes(reader);
    makeMissingSourceAppear();
    awaitGreeting(reader);
    assertThat(reader.events()).hasSize(1);
  }

  @Test
  void givesAReaderThatResumesExactlyWhatItMissed() {
    EventHub hub = hub();
    FeedReader first = greeted(hub);
    produce("1", "2", "3", "4");
    awaitData(first, List.of("1", "2", "3", "4"));
    String idOfSecond = String.valueOf(first.events("message").get(1).id());
    FeedReader again = resuming(hub, idOfSecond);
    produce("5");
    awaitData(again, List.of("3", "4", "5"));
    assertThat(again.events("sse:gap")).isEmpty();
    assertThat(again.events("sse:open").get(0).data()).contains("\"resumed\":true");
    assertThat(again.lastEventId()).isEqualTo(first.lastEventId());
  }

  @Test
  void leavesNoSubscriptionBehindAfterTheLastReader() {
    FeedReader reader = greeted(hub());
    assertThat(subscriptionsAtSource()).isEqualTo(1);
    reader.close();
    eventually(() -> assertThat(subscriptionsAtSource()).isZero());
  }

  @Test
  void leavesNoSubscriptionBehindThatEndedWhileTheSourceWasAway() {
    FeedReader reader = greeted(hub());
    FeedReader witness = greeted(hub());
    takeAway();
    reader.close();
    bringBack();
    produce("after");
    eventually(() -> assertThat(subscriptionsAtSource()).isEqualTo(1));
    assertThat(witness.isOpen()).isTrue();
  }

  @Test
  void goesOnAfterItWasStoppedOrSaysThatItCannot() {
    EventHub hub = hub();
    FeedReader before = greeted(hub);
    produce("1");
    awaitData(before, List.of("1"));
    before.close();
    eventually(() -> assertThat(subscriptionsAtSource()).isZero());
    FeedReader after = resuming(hub, before.lastEventId());
    awaitGreeting(after);
    produce("2");
    awaitData(after, List.of("2"));
    assertResumed(after);
  }

  @Test
  void goesOnAtAnotherNodeOrSaysThatItCannot() {
    EventHub other = hub();
    FeedReader first = greeted(hub());
    produce("1", "2");
    awaitData(first, List.of("1", "2"));
    first.close();
    FeedReader again = resuming(other, first.lastEventId());
    awaitGreeting(again);
    produce("3");
    awaitData(again, List.of("3"));
    assertResumed(again);
  }

  private void assertResumed(FeedReader reader) {
    if (keepsEvents()) {
      assertThat(types(reader)).containsExactly("sse:open", "message");
      assertThat(reader.events().get(0).data()).contains("\"resumed\":true");
    } else {
      assertThat(types(reader)).containsExactly("sse:open", "sse:gap", "message");
      assertThat(reader.events("sse:gap").get(0).data()).contains("\"reason\":\"unusable-id\"");
    }
  }

  private EventHub hub() {
    return hub(feed());
  }

  private EventHub hub(EventFeed feed) {
    EventHub hub = EventHub.create(HubOptions.defaults().withLinger(LINGER)).stream(STREAM, feed);
    afterTest(hub::close);
    return hub;
  }

  private FeedReader reader(EventHub hub) {
    FeedReader reader = FeedReader.of(hub, STREAM);
    afterTest(reader::close);
    return reader;
  }

  private FeedReader resuming(EventHub hub, String lastEventId) {
    FeedReader reader = FeedReader.resuming(hub, STREAM, lastEventId);
    afterTest(reader::close);
    return reader;
  }

  private FeedReader greeted(EventHub hub) {
    FeedReader reader = reader(hub);
    awaitGreeting(reader);
    return reader;
  }

  private void produce(String... payloads) {
    produce(Stream.of(payloads).map(payload -> payload.getBytes(UTF_8)).toList());
  }

  private void takeAway() {
    takeSourceAway();
    away = true;
  }

  private void bringBack() {
    bringSourceBack();
    away = false;
  }

  private void assertOutageIsTold(FeedReader reader, Instant lost) {
    assertThat(reader.isOpen()).isTrue();
    if (keepsEvents()) {
      assertThat(reader.events("sse:gap")).isEmpty();
      return;
    }
    assertThat(types(reader)).containsExactly("sse:open", "message", "sse:gap", "message");
    String gap = reader.events("sse:gap").get(0).data();
    assertThat(gap).contains("\"reason\":\"disconnected\"");
    Matcher times = TIMES.matcher(gap);
    assertThat(times.find()).as(gap).isTrue();
    assertThat(Instant.parse(times.group(1))).isBeforeOrEqualTo(lost);
    assertThat(Instant.parse(times.group(2))).isAfterOrEqualTo(lost);
  }

  private static void assertNothingComes(FeedReader reader) {
    await().during(QUIET).atMost(LIMIT).until(() -> reader.events().isEmpty());
    assertThat(reader.isOpen()).isTrue();
  }

  private static void awaitGreeting(FeedReader reader) {
    eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
  }

  private static void awaitData(FeedReader reader, List<String> data) {
    eventually(() -> assertThat(reader.data()).isEqualTo(data));
  }

  private static List<String> types(FeedReader reader) {
    return reader.events().stream().map(ServerSentEvent::type).toList();
  }

  private static ThrowingConsumer<FeedReader> eventual(ThrowingConsumer<FeedReader> check) {
    return reader -> eventually(() -> check.accept(reader));
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
