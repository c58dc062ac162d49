package io.github.ssebridge.kafka;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.story;
import static io.github.ssebridge.testkit.Eventually.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplacedTopicTest extends NodesOfOneTopic {

  @Test
  void tellsALiveReaderOfATopicRefilledPastItsPositionAndGivesAllOfIt() {
    topic.create(1);
    FeedReader live = nodes.reader();
    topic.produce("a", "b", "c");
    gets(live, "a", "b", "c");
    replace(values(0, 30));
    Eventually.check(() -> assertThat(story(live)).contains("gap source-reset").endsWith("29"));
    List<String> after = afterReset(live);
    assertThat(after).containsExactlyElementsOf(numbers(0, 30));
    topic.produce("30");
    Eventually.check(() -> assertThat(afterReset(live)).containsExactlyElementsOf(numbers(0, 31)));
  }

  @Test
  void tellsAClientThatWasAwayAndGivesAllOfTheNewTopicByLogAndByReplay() {
    topic.create(1);
    FeedReader first = nodes.reader();
    topic.produce("a", "b", "c");
    gets(first, "a", "b", "c");
    first.close();
    replace(values(0, 30));
    FeedReader byLog = nodes.resuming(first.lastEventId());
    FeedReader byReplay = nodes.withEvents(4).resuming(first.lastEventId());
    List<String> story = new ArrayList<>(List.of("gap source-reset"));
    story.addAll(numbers(0, 30));
    Eventually.check(() -> assertThat(story(byLog)).isEqualTo(story));
    Eventually.check(() -> assertThat(story(byReplay)).isEqualTo(story));
  }

  @Test
  void tellsAClientInTheMiddleOfAReplay() {
    topic.create(1);
    FeedReader first = nodes.reader();
    topic.produce("a");
    gets(first, "a");
    first.close();
    String[] old = values(1000, 21_000);
    topic.produce(old);
    FeedReader slow = nodes.withEvents(4).node().paused(first.lastEventId());
    Eventually.check(
        () -> {
          slow.takeSome(1000);
          assertThat(slow.data()).hasSizeGreaterThan(100);
        });
    replace(values(0, 30));
    Eventually.check(
        () -> {
          slow.takeSome(1000);
          assertThat(story(slow)).contains("gap source-reset");
        });
    slow.goOn();
    Eventually.check(() -> assertThat(afterReset(slow)).containsExactlyElementsOf(numbers(0, 30)));
  }

  private void replace(String... values) {
    topic.delete();
    topic.create(1);
    topic.produce(values);
  }

  private static List<String> afterReset(FeedReader reader) {
    List<String> story = story(reader);
    return story.subList(story.lastIndexOf("gap source-reset") + 1, story.size());
  }
}
