package io.github.ssebridge.redis;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.story;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.StartPoint;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes;
import io.github.ssebridge.testkit.FeedReader;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamPastTest extends NodesOfOneStream {

  @Test
  void givesEntriesThatAreTooOldForTheLog() {
    addOld();
    gets(nodes.resuming("1600000000001-0/2"), "2", "3", "4");
    gets(nodes.node().from(StartPoint.EARLIEST), "0", "1", "2", "3", "4");
  }

  @Test
  void greetsALiveClientAtTheEndOfEntriesThatAreTooOldForTheLog() {
    addOld();
    FeedReader live = nodes.reader();
    FeedReader back = nodes.withEvents(3).resuming(live.lastEventId());
    stream.add("new");
    gets(live, "new");
    gets(back, "new");
  }

  @Test
  void takesAGreetingOfBeforeTheFirstEntryForOneOfThisStream() {
    stream.add("1");
    FeedReader first = nodes.node().from(StartPoint.at(Instant.now().minusSeconds(600)));
    gets(first, "1");
    FeedReader back = nodes.resuming(Eventually.id(first, 0));
    gets(back, "1");
    assertThat(story(back)).containsExactly("1");
  }

  @Test
  void goesOnWhateverAMapperThrows() {
    RedisStreamOptions options =
        new RedisStreamOptions(stream.key()).withMapper(StreamPastTest::mapOrFail);
    try (FeedNodes own = new FeedNodes(() -> stream.feed(options))) {
      FeedReader reader = own.reader();
      stream.add("1", "bad", "2");
      Eventually.check(() -> assertThat(story(reader)).containsExactly("1", "gap unreadable", "2"));
    }
  }

  private static MappedEntry mapOrFail(String id, Map<String, byte[]> fields) {
    MappedEntry entry = FieldMapper.DEFAULT.map(id, fields);
    if (new String(entry.data(), UTF_8).equals("bad")) {
      throw new StackOverflowError();
    }
    return entry;
  }

  private void addOld() {
    for (int i = 0; i < 5; i++) {
      String unused = stream.addWith((1_600_000_000_000L + i) + "-0", "data", String.valueOf(i));
    }
  }
}
