package io.github.ssebridge.redis;

import static io.github.ssebridge.testkit.Eventually.gap;
import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.id;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.story;
import static io.github.ssebridge.testkit.Eventually.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.RedisConsole;
import io.github.ssebridge.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StreamLossTest extends NodesOfOneStream {

  private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

  @Test
  void saysHowManyWereTrimmedWhileAClientWasAway() {
    FeedReader first = nodes.reader();
    stream.add(values(0, 10));
    gets(first, numbers(0, 10));
    stream.add(values(10, 100));
    stream.trimTo(20);
    FeedReader back = nodes.resuming(id(first, 10));
    Eventually.check(() -> assertThat(story(back)).hasSize(21));
    assertThat(story(back)).startsWith("gap expired", "80").endsWith("99");
    assertThat(gap(back)).contains("\"count\":70", "\"from\":\"", "\"to\":\"");
  }

  @Test
  void saysSoAlsoByReplay() {
    FeedReader first = nodes.reader();
    stream.add(values(0, 100));
    gets(first, numbers(0, 100));
    stream.trimTo(20);
    FeedReader back = nodes.withEvents(5).resuming(id(first, 10));
    Eventually.check(() -> assertThat(back.data()).containsExactlyElementsOf(numbers(80, 100)));
    assertThat(gap(back)).contains("\"count\":70");
  }

  @Test
  void saysNothingIfAClientHasGotAllThatWasTrimmed() {
    FeedReader first = nodes.reader();
    stream.add(values(0, 100));
    gets(first, numbers(0, 100));
    stream.trimTo(20);
    FeedReader back = nodes.resuming(id(first, 80));
    gets(back, numbers(80, 100));
    stream.trimTo(0);
    FeedReader atEnd = nodes.resuming(id(first, 100));
    stream.add("100");
    gets(atEnd, "100");
    assertThat(List.of(back, atEnd)).allMatch(reader -> reader.events("sse:gap").isEmpty());
  }

  @Test
  void saysToAClientThatHasSeenNothingButTheGreetingHowManyWereTrimmed() {
    FeedReader first = nodes.reader();
    String greeting = first.lastEventId();
    stream.add(values(0, 30));
    stream.trimTo(10);
    FeedReader back = nodes.resuming(greeting);
    Eventually.check(() -> assertThat(back.data()).containsExactlyElementsOf(numbers(20, 30)));
    assertThat(gap(back)).contains("\"count\":20");
  }

  @Test
  void saysItBeforeTheNextEventToThoseThatWereThereAllTheTime() {
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", redis.port());
        TestStream behind =
            new TestStream(new RedisConsole(redis.port()), "redis://127.0.0.1:" + proxy.port());
        FeedNodes cut = new FeedNodes(behind::feed)) {
      FeedReader live = cut.reader();
      behind.add("1");
      gets(live, "1");
      proxy.refuse();
      behind.add(values(2, 52));
      behind.trimTo(10);
      proxy.accept();
      Eventually.check(() -> assertThat(live.data()).hasSize(11));
      assertThat(story(live)).startsWith("1", "gap expired", "42");
      assertThat(gap(live)).contains("\"count\":40");
    }
  }

  @Test
  void accountsForEveryEntryOfAStreamThatIsTrimmedFasterThanItIsRead() {
    FeedReader live = nodes.reader();
    RedisConsole console = new RedisConsole(redis.port());
    for (int i = 0; i < 200; i++) {
      var unused =
          console.command(
              "EVAL",
              "for i = 1, 50 do redis.call('XADD', KEYS[1], 'MAXLEN', 3, '*', 'data', i) end",
              "1",
              stream.key());
    }
    stream.add("last");
    Eventually.check(() -> assertThat(live.data()).endsWith("last"));
    assertThat(live.data()).hasSizeLessThan(10_000);
    // The number of the last one is right, whatever is known of those before.
    Eventually.check(() -> assertThat(live.lastEventId()).endsWith("/10001"));
    long uncounted = live.events("sse:gap").stream().filter(gap -> lost(gap) == 0).count();
    long lost = live.events("sse:gap").stream().mapToLong(StreamLossTest::lost).sum();
    assertThat(lost + live.data().size()).isLessThanOrEqualTo(10_001);
    assertThat(uncounted > 0 || lost + live.data().size() == 10_001).isTrue();
  }

  private static long lost(ServerSentEvent gap) {
    Matcher count = COUNT.matcher(gap.data());
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }

  @Test
  void saysThatEntriesWereDeletedWhileAClientWasAway() {
    FeedReader first = nodes.reader();
    stream.add("0", "1");
    gets(first, "0", "1");
    first.close();
    stream.add("2");
    String deleted = stream.add("3");
    stream.add("4");
    stream.delete(deleted);
    FeedReader byLog = nodes.resuming(first.lastEventId());
    Eventually.check(() -> assertThat(story(byLog)).containsExactly("2", "gap expired", "4"));
    FeedReader byReplay = nodes.withEvents(1).resuming(first.lastEventId());
    Eventually.check(() -> assertThat(story(byReplay)).containsExactly("gap expired", "2", "4"));
  }

  @Test
  void saysItAlsoWhereTheIdsFollowOneAnother() {
    for (int i = 1; i <= 5; i++) {
      String unused = stream.addWith("7-" + i, "data", String.valueOf(i));
    }
    stream.delete("7-3");
    List<FeedReader> all = new ArrayList<>();
    for (String id : List.of("7-1", "7-1/1")) {
      all.add(nodes.withEvents(100).resuming(id));
      all.add(nodes.withEvents(1).resuming(id));
    }
    for (FeedReader back : all) {
      Eventually.check(() -> assertThat(story(back)).containsExactly("2", "gap expired", "4", "5"));
    }
  }

  @Test
  void doesNotSpeakOfDeletionsThatWereBeforeTheClient() {
    FeedReader first = nodes.reader();
    String deleted = stream.add("0", "1");
    stream.add("2");
    gets(first, "0", "1", "2");
    stream.delete(deleted);
    stream.add("3");
    FeedReader back = nodes.resuming(id(first, 3));
    gets(back, "3");
    assertThat(story(back)).containsExactly("3");
  }

  @Test
  void tellsALiveReaderThatTheStreamIsAnotherOneAndGivesAllOfIt() {
    FeedReader live = nodes.reader();
    stream.add("a", "b", "c");
    gets(live, "a", "b", "c");
    stream.remove();
    stream.add("x", "y");
    Eventually.check(
        () -> assertThat(story(live)).containsExactly("a", "b", "c", "gap source-reset", "x", "y"));
    stream.add("z");
    Eventually.check(() -> assertThat(live.data()).endsWith("z"));
    assertThat(live.lastEventId()).endsWith("/3");
  }

  @Test
  void tellsAClientThatWasAwayAndGivesAllOfTheNewStream() {
    FeedReader first = nodes.reader();
    stream.add("a", "b", "c");
    gets(first, "a", "b", "c");
    first.close();
    stream.remove();
    stream.add(values(0, 10));
    List<String> story = new ArrayList<>(List.of("gap source-reset"));
    story.addAll(numbers(0, 10));
    FeedReader byLog = nodes.resuming(first.lastEventId());
    FeedReader byReplay = nodes.withEvents(4).resuming(first.lastEventId());
    Eventually.check(() -> assertThat(story(byLog)).isEqualTo(story));
    Eventually.check(() -> assertThat(story(byReplay)).isEqualTo(story));
  }

  @Test
  void tellsItAlsoIfTheNewStreamHasBeenTrimmedAndItsFirstEntriesAreGone() {
    FeedReader first = nodes.reader();
    stream.add(values(0, 50));
    gets(first, numbers(0, 50));
    first.close();
    stream.remove();
    stream.add(values(100, 120));
    stream.trimTo(5);
    FeedReader back = nodes.resuming(first.lastEventId());
    Eventually.check(() -> assertThat(back.data()).endsWith("119"));
    assertThat(story(back)).startsWith("gap source-reset");
  }

  @Test
  void goesOnWithAStreamThatIsDeletedAndComesBackMuchLater() {
    FeedReader live = nodes.reader();
    stream.add("a");
    gets(live, "a");
    stream.remove();
    Eventually.check(() -> assertThat(story(live)).containsExactly("a", "gap source-reset"));
    FeedReader old = nodes.resuming(id(live, 1));
    Eventually.greeted(old);
    stream.add("b");
    gets(live, "a", "b");
    Eventually.check(() -> assertThat(story(old)).endsWith("b"));
    Eventually.stays(Duration.ofMillis(300), () -> assertThat(old.data()).containsExactly("b"));
  }

  @Test
  void tellsAClientThatHadGotMoreOfTheLostStreamThanThisNode() {
    FeedReader live = nodes.reader();
    stream.add("a");
    gets(live, "a");
    stream.remove();
    Eventually.check(() -> assertThat(story(live)).containsExactly("a", "gap source-reset"));
    String next = id(live, 1).replaceAll("-.*", "-9/10");
    FeedReader ahead = nodes.resuming(next);
    Eventually.greeted(ahead);
    stream.add("b");
    Eventually.check(() -> assertThat(story(ahead)).containsExactly("gap source-reset", "b"));
  }

  @Test
  void tellsAClientThatHadGotMoreThanAnOlderCopyOfTheStreamHas() {
    FeedReader live = nodes.reader();
    stream.add("a");
    gets(live, "a");
    FeedReader ahead = nodes.resuming(id(live, 1).replaceAll("-.*", "-9/10"));
    Eventually.greeted(ahead);
    stream.add("b");
    Eventually.check(() -> assertThat(story(ahead)).containsExactly("gap source-reset", "b"));
  }

  @Test
  void startsAStreamWithSmallerIdsAgain() {
    FeedReader live = nodes.reader();
    stream.add("a");
    gets(live, "a");
    stream.remove();
    String unused = stream.addWith("1-1", "data", "b");
    gets(live, "a", "b");
    assertThat(story(live)).containsExactly("a", "gap source-reset", "b");
    gets(nodes.resuming("1-1"), List.of());
  }
}
