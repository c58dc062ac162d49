package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a table has no room for, and what is not in it. */
class TableBoundsTest extends TableKit {

  @Test
  void keysThatHaveNotChangedForLongestAreLeftOutIfThereIsNoRoom() {
    node = node(StreamOptions.defaults().withSnapshot(new SnapshotOptions(1200)));
    open();
    append("a", "b", "c", "d", "a", "e", "f", "g");
    TestReader reader = reader(null);
    assertThat(story(reader)).containsExactly("open", "begin", "0:4", "0:5", "0:6", "0:7", "end");
    assertThat(event(reader, "begin").data()).contains("\"leftOut\":3");
    assertThat(event(reader, "end").data()).contains("\"leftOut\":3");
    assertThat(event(reader(null, "a", "e"), "end").data()).doesNotContain("leftOut");
    assertThat(event(reader(null, "a", "c"), "end").data()).contains("\"leftOut\":1");
  }

  @Test
  void keyThatChangesOrIsDeletedIsNotLeftOutAnyLonger() {
    node = node(StreamOptions.defaults().withSnapshot(new SnapshotOptions(8000)));
    open();
    append(IntStream.range(0, 38).mapToObj(i -> "k" + i).toArray(String[]::new));
    append("k0", "-k1");
    TestReader reader = reader(null);
    long sent = story(reader).stream().filter(word -> word.startsWith("0:")).count();
    assertThat(sent).isBetween(30L, 36L);
    assertThat(event(reader, "end").data()).contains("\"leftOut\":" + (37 - sent));
    assertThat(event(reader(null, "k0", "k1"), "end").data()).doesNotContain("leftOut");
  }

  @Test
  void eventThatIsTooLongStandsInForItsKeyAsAGap() {
    node = node(TABLE.withLog(LogOptions.defaults().withMaxEventBytes(1024)));
    open();
    append("a", "b");
    node.writer().append(0, 3, bytes("a"), "message", ByteBuffer.allocate(2000));
    assertThat(story(reader(null))).containsExactly("open", "begin", "0:1", "too-large", "end");
    node.writer().delete(0, 4, bytes("b"), "x", ByteBuffer.allocate(2000));
    assertThat(story(reader(null))).containsExactly("open", "begin", "too-large", "end");
  }

  @Test
  void tableIsForSourcesThatCanBeReadFromTheirBeginning() {
    assertThatThrownBy(() -> EventHub.create().stream("x", new ManualFeed(), TABLE))
        .hasMessageContaining("'x' cannot have a snapshot");
    assertThatThrownBy(() -> EventHub.create().stream("x", TABLE))
        .hasMessageContaining("'x' cannot have a snapshot");
    assertThatThrownBy(() -> new SnapshotOptions(1023)).hasMessageContaining("at least 1024");
  }

  @Test
  void eventsWithoutAKeyAndAnnouncementsAreNotInTheTable() {
    open();
    source.produce(0, null);
    node.consumeAll();
    node.writer().gap(GapReason.UNREADABLE, 1);
    append("a");
    assertThat(story(reader(null))).containsExactly("open", "begin", "0:1", "end");
  }
}
