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
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamResumeTest extends NodesOfOneStream {

  @Test
  void givesEventsTheIdsOfTheirEntriesAndTheirNumbers() {
    FeedReader reader = nodes.reader();
    String first = stream.add("a");
    String second = stream.add("b");
    gets(reader, "a", "b");
    assertThat(reader.events("message"))
        .extracting(ServerSentEvent::id)
        .containsExactly(first + "/1", second + "/2");
  }

  @Test
  void givesTheSameIdsAtEveryNodeAlsoForThePast() {
    stream.add(values(0, 100));
    FeedReader one = nodes.node().from(StartPoint.EARLIEST);
    FeedReader other = nodes.withEvents(10).node().from(StartPoint.EARLIEST);
    List.of(one, other).forEach(reader -> gets(reader, numbers(0, 100)));
    stream.add(values(100, 120));
    List.of(one, other).forEach(reader -> gets(reader, numbers(0, 120)));
    assertThat(id(other, 120)).isEqualTo(id(one, 120)).endsWith("/120");
  }

  @Test
  void goesOnAtAnotherNodeFromTheLogAndByReplay() {
    FeedReader first = nodes.reader();
    stream.add(values(0, 300));
    gets(first, numbers(0, 300));
    FeedReader byLog = nodes.resuming(id(first, 100));
    FeedReader byReplay = nodes.withEvents(5).resuming(id(first, 100));
    stream.add("300");
    gets(byLog, numbers(100, 301));
    gets(byReplay, numbers(100, 301));
    assertThat(byReplay.lastEventId()).isEqualTo(byLog.lastEventId());
  }

  @Test
  void goesOnAfterAnEntryThatAnApplicationNames() {
    String added = stream.add("1");
    stream.add("2", "3");
    gets(nodes.resuming(added), "2", "3");
  }

  @Test
  void waitsWhereTheNodeIsBehindTheClient() {
    FeedReader ahead = nodes.reader();
    FeedReader back = nodes.resuming(stream.add("1", "2"));
    gets(ahead, "1", "2");
    stream.add("3");
    gets(back, "3");
    assertThat(story(back)).containsExactly("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "1-",
        "-1",
        "1-1/",
        "1-1/-1",
        "1-1/x",
        "1-1/99999999999999999999",
        "1.5-0",
        "x",
        "99999999999999999999-0",
        "+1-1",
        "1-1-1",
        "k123",
        "1-1/+1",
        "１-1"
      })
  void saysThatAnIdIsUnusable(String id) {
    stream.add("1");
    FeedReader reader = nodes.resuming(id);
    Eventually.check(() -> assertThat(story(reader)).containsExactly("gap unusable-id"));
    stream.add("2");
    gets(reader, "2");
  }

  @Test
  void saysThatAnIdBeyondTheEndIsNotOfThisStream() {
    stream.add("1");
    FeedReader reader = nodes.resuming("18446744073709551615-18446744073709551615");
    Eventually.check(() -> assertThat(story(reader)).containsExactly("gap source-reset"));
    stream.add("2");
    gets(reader, "2");
  }

  @Test
  void beginsWhereAClientWants() {
    stream.add("1");
    String second = stream.add("2");
    Instant since = Instant.ofEpochMilli(EntryId.of(second).millis() + 1);
    Eventually.until(() -> Instant.now().isAfter(since.plusMillis(1)));
    stream.add("3");
    Node node = nodes.node();
    gets(node.from(StartPoint.EARLIEST), "1", "2", "3");
    gets(node.from(StartPoint.at(since)), "3");
    FeedReader later = node.from(StartPoint.at(Instant.now().plusSeconds(60)));
    Eventually.greeted(later);
    stream.add("4");
    gets(later, "4");
  }

  @Test
  void givesReadersOfAKeyItsEventsFromTheLogAndByReplay() {
    FeedReader all = nodes.reader();
    for (int i = 0; i < 20; i++) {
      String unused =
          stream.addWith("*", "data", String.valueOf(i), "key", i % 2 == 0 ? "even" : "odd");
    }
    Eventually.check(() -> assertThat(all.data()).hasSize(20));
    FeedReader odd = nodes.withEvents(3).node().of("odd", id(all, 10));
    gets(odd, "11", "13", "15", "17", "19");
  }

  @Test
  void takesTheTypeFromTheEntryAndMakesJsonOfForeignOnes() {
    FeedReader reader = nodes.reader();
    String unused = stream.addWith("*", "data", "1", "event", "tick");
    unused = stream.addWith("*", "temperature", "21", "room", "\"A\"\n");
    gets(reader, "1", "{\"temperature\":\"21\",\"room\":\"\\\"A\\\"\\u000a\"}");
    assertThat(reader.events().get(1).type()).isEqualTo("tick");
  }

  @Test
  void tellsOfAnEntryThatCannotBeAnEvent() {
    Node node = nodes.node();
    FeedReader reader = node.greeted();
    String unused = stream.addWith("*", "data", "1", "event", "sse:end");
    stream.add("2");
    Eventually.check(() -> assertThat(story(reader)).containsExactly("gap unreadable", "2"));
    assertThat(node.status().figures()).containsEntry("unreadable", 1L);
  }

  @Test
  void deliversEntriesWhoseIdsDoNotFitAndRepeatsThemAtWorst() {
    FeedReader reader = nodes.reader();
    String[] ids = {"5-4194302", "5-4194303", "5-4194304", "5-99999999", "6-1"};
    for (String id : ids) {
      String unused = stream.addWith(id, "data", id);
    }
    gets(reader, ids);
    FeedReader back = nodes.resuming(id(reader, 3));
    FeedReader byReplay = nodes.withEvents(1).resuming(id(reader, 3));
    List.of(back, byReplay)
        .forEach(each -> Eventually.check(() -> assertThat(each.data()).endsWith("6-1")));
    assertThat(back.data()).contains("5-4194304", "5-99999999").isSubsetOf(ids);
    assertThat(byReplay.data()).contains("5-4194304", "5-99999999").isSubsetOf(ids);
  }

  @Test
  void findsNothingMissingBetweenEntriesWhoseIdsDoNotFit() {
    FeedReader reader = nodes.reader();
    String[] ids = {"1-1", "5-4194303", "5-4194304"};
    for (String id : ids) {
      String unused = stream.addWith(id, "data", id);
    }
    gets(reader, ids);
    FeedReader back = nodes.resuming(id(reader, 2));
    FeedReader ahead = nodes.resuming(id(reader, 3));
    Eventually.greeted(back);
    Eventually.greeted(ahead);
    String unused = stream.addWith("5-99999999", "data", "last");
    List.of(back, ahead)
        .forEach(each -> Eventually.check(() -> assertThat(story(each)).endsWith("last")));
    assertThat(story(back)).doesNotContain("gap source-reset");
    assertThat(story(ahead)).doesNotContain("gap source-reset");
  }

  @Test
  void readsEntriesOfAMegabyteWithoutTakingAllAtOnce() {
    String large = "x".repeat(900_000);
    for (int i = 0; i < 40; i++) {
      stream.add(i + large);
    }
    FeedReader reader = nodes.node().from(StartPoint.EARLIEST);
    Eventually.check(() -> assertThat(reader.data()).hasSize(40));
  }
}
