package io.github.ssebridge.redis;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.id;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.story;
import static io.github.ssebridge.testkit.Eventually.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StartPoint;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is removed just while a node reads. Entries are numbered from 1 on. */
@Tag("long")
class StreamRaceTest extends NodesOfOneStream {

  private static final String ADD =
      "for i = 1, %d do redis.call('XADD', KEYS[1], %s '*', 'data',"
          + " redis.call('INCR', KEYS[1] .. 'n')) end";

  @Test
  void tellsOfWhatIsTrimmedBeforeItIsReadAndNumbersTheRestRightly() {
    FeedReader live = nodes.reader();
    for (int i = 0; i < 200; i++) {
      add(50, "'MAXLEN', 3,");
    }
    Eventually.check(() -> assertThat(live.data()).endsWith("10000"));
    assertThat(live.data()).hasSizeLessThan(10_000);
    assertThatEachJumpIsTold(live, 1);
    assertThat(live.events("message"))
        .allSatisfy(e -> assertThat(e.id()).matches(".*-\\d+(/" + e.data() + ")?"));
  }

  @Test
  void tellsOfWhatIsTrimmedWhileAReplayBegins() {
    FeedReader first = nodes.reader();
    add(10, "");
    Eventually.check(() -> assertThat(first.data()).hasSize(10));
    Node small = nodes.withEvents(1).node();
    AtomicBoolean goesOn = new AtomicBoolean(true);
    CompletableFuture<Void> adding =
        CompletableFuture.runAsync(
            () -> {
              while (goesOn.get()) {
                add(1, "'MAXLEN', 20,");
              }
            });
    for (int i = 0; i < 50; i++) {
      FeedReader back = small.resuming(id(first, 3));
      Eventually.check(() -> assertThat(back.data()).hasSizeGreaterThan(3));
      back.close();
      assertThatEachJumpIsTold(back, 4);
    }
    goesOn.set(false);
    adding.join();
  }

  @Test
  void tellsAClientInAReplayThatTheRestIsGone() {
    FeedReader first = nodes.reader();
    String large = "x".repeat(4000);
    stream.add(largeValues(1000, large));
    Eventually.check(() -> assertThat(first.data()).hasSize(1000));
    FeedReader back = nodes.withEvents(1).node().paused(id(first, 10));
    Eventually.until(
        () -> {
          back.takeSome(10_000);
          return back.data().size() > 3;
        });
    stream.trimTo(0);
    back.goOn();
    stream.add("new");
    Eventually.check(() -> assertThat(back.data()).endsWith("new"));
    assertThat(back.data()).hasSizeLessThan(991);
    assertThat(story(back)).contains("gap expired");
  }

  @Test
  void tellsWhatWasDeletedWhileTheLogWasFilled() {
    add(60_000, "");
    String hundredth = stream.ids().get(99);
    Node node = nodes.node();
    FeedReader reader = node.reader();
    Eventually.until(() -> stream.readers() > 0);
    stream.delete(hundredth);
    Eventually.greeted(reader);
    FeedReader all = node.from(StartPoint.EARLIEST);
    Eventually.check(() -> assertThat(all.data()).endsWith("60000"));
    assertThat(all.data().contains("100") || !all.events("sse:gap").isEmpty()).isTrue();
  }

  @Test
  void goesOnAfterTheEndWasLostAndTheStreamHasGrownAgain() {
    Node node = nodes.node();
    FeedReader live = node.greeted();
    stream.add(values(0, 10));
    gets(live, numbers(0, 10));
    copy(stream.key(), "copy");
    stream.add(values(10, 15));
    gets(live, numbers(0, 15));
    String lost = live.lastEventId();
    copy("copy", stream.key());
    stream.add("new1", "new2");
    Eventually.check(() -> assertThat(story(live)).endsWith("new2"));
    assertThat(story(live).subList(15, 18)).containsExactly("gap source-reset", "new1", "new2");
    for (FeedReader back : List.of(node.resuming(lost), nodes.resuming(lost))) {
      Eventually.check(() -> assertThat(story(back)).endsWith("new2"));
      assertThat(story(back)).containsExactly("gap source-reset", "new1", "new2");
    }
  }

  @Test
  void doesNotTakeAnOlderCopyOfATrimmedStreamForAnotherOne() {
    FeedReader live = nodes.reader();
    stream.add(values(0, 100));
    stream.trimTo(50);
    copy(stream.key(), "older");
    stream.add(values(100, 105));
    stream.trimTo(50);
    gets(live, numbers(0, 105));
    // Until the reader has heard of the trimming.
    Eventually.stays(Duration.ofMillis(1200), () -> assertThat(live.data()).hasSize(105));
    copy("older", stream.key());
    Eventually.check(() -> assertThat(story(live)).endsWith("gap source-reset"));
    stream.add("new");
    Eventually.check(() -> assertThat(story(live)).endsWith("gap source-reset", "new"));
    assertThat(live.data()).hasSize(106);
  }

  private void add(int count, String limit) {
    var unused = console().command("EVAL", ADD.formatted(count, limit), "1", stream.key());
  }

  private static void copy(String from, String to) {
    var unused = console().command("COPY", from, to, "REPLACE");
  }

  private static RedisConsole console() {
    return new RedisConsole(redis.port());
  }

  private static String[] largeValues(int count, String more) {
    return numbers(0, count).stream().map(number -> number + more).toArray(String[]::new);
  }

  /** Each number is the next one, or there is a gap before it. */
  private static void assertThatEachJumpIsTold(FeedReader reader, long first) {
    long next = first;
    boolean isTold = false;
    for (ServerSentEvent event : reader.events()) {
      if (event.type().equals("message")) {
        long number = Long.parseLong(event.data());
        assertThat(number == next || (isTold && number > next)).as("%s, %s", next, event).isTrue();
        next = number + 1;
      }
      isTold = event.type().equals("sse:gap");
    }
  }
}
