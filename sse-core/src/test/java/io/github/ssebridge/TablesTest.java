package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.TestReader.ManualThread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stream that is a table: the newest event of each key, then what comes. */
class TablesTest extends TableKit {

  @Test
  void clientWithoutAnIdGetsTheNewestOfEachKeyThenWhatComes() {
    produce("a", "b", "c", "a", "-b", "d");
    open();
    TestReader reader = reader(null);
    assertThat(story(reader)).containsExactly("open", "begin", "0:2", "0:3", "0:5", "end");
    append("c", "-a");
    assertThat(story(reader)).endsWith("end", "0:6", "0:7");
  }

  @Test
  void endSaysHowManyThereWereAndWhereTheClientIs() {
    produce("a", "b", "a");
    open();
    ServerSentEvent end = event(reader(null), "end");
    assertThat(end.data()).isEqualTo("{\"stream\":\"stream\",\"phase\":\"end\",\"events\":2}");
    assertThat(end.id()).isEqualTo("s.3");
  }

  @Test
  void nothingBeforeTheFirstEventOfTheTableHasAnId() {
    produce("a");
    open();
    TestReader reader = reader(null);
    assertThat(event(reader, "open").id()).isNull();
    assertThat(event(reader, "open").data()).doesNotContain("position");
    assertThat(event(reader, "begin").id()).isNull();
  }

  @Test
  void clientWaitsUntilTheTableIsCompleteAndIsWokenThen() {
    produce("a", "b");
    node.openAt(0);
    ManualThread thread = new ManualThread();
    TestReader reader = readerOn(thread, null);
    node.consume(0, 1);
    thread.runAll();
    assertThat(reader.decoding.events).isEmpty();
    node.consume(0, 1);
    thread.runAll();
    assertThat(reader.decoding.events.stream().map(TableKit::word))
        .containsExactly("open", "begin", "0:0", "0:1", "end");
  }

  @Test
  void clientIsWokenWhenTheTableIsCompleteWithoutAnEvent() {
    produce("a", "-a");
    source.compact(source.ends());
    node.openAt(0);
    ManualThread thread = new ManualThread();
    TestReader reader = readerOn(thread, null);
    thread.runAll();
    assertThat(reader.decoding.events).isEmpty();
    node.consumeAll();
    thread.runAll();
    assertThat(reader.decoding.events.stream().map(TableKit::word))
        .containsExactly("open", "begin", "end");
    assertThat(idOf(reader, "end")).isEqualTo("s.2");
  }

  @Test
  void emptyTopicIsAnEmptyTable() {
    open();
    TestReader reader = reader(null);
    assertThat(story(reader)).containsExactly("open", "begin", "end");
    append("a");
    assertThat(story(reader)).endsWith("end", "0:0");
  }

  @Test
  void clientThatWaitsIsToldOfTheEnd() {
    produce("a");
    node.openAt(0);
    ManualThread thread = new ManualThread();
    TestReader reader = readerOn(thread, null);
    thread.runAll();
    node.hub.close();
    thread.runAll();
    assertThat(reader.ended).isTrue();
  }

  @Test
  void readersOfKeysGetThoseOnly() {
    produce("a", "b", "c", "a", "d", "b");
    open();
    TestReader reader = reader(null, "d", "a", "x");
    assertThat(story(reader)).containsExactly("open", "begin", "0:3", "0:4", "end");
    append("b", "x", "a");
    assertThat(story(reader)).endsWith("end", "0:7", "0:8");
    assertThat(event(reader, "end").data()).contains("\"events\":2");
  }

  @Test
  void whatChangesWhileTheTableIsSentComesLiveAndOnce() {
    produce("a", "b", "c", "d");
    open();
    TestReader reader = reader(null);
    reader.maxBytes = 1;
    reader.read(3);
    append("c", "e", "-d", "a");
    assertThat(story(reader))
        .containsExactly("open", "begin", "0:0", "0:1", "end", "0:4", "0:5", "0:6", "0:7");
  }

  @Test
  void clientThatIsCutInTheMiddleGetsTheRestAtAnotherNode() {
    produce("a", "b", "c", "a", "d");
    open();
    String cutAt = idOf(reader(null), "0:2");
    node = node(TABLE.withLog(LogOptions.defaults().withMaxEvents(1)));
    open();
    append("b", "-c");
    TestReader back = reader(cutAt);
    await()
        .pollInSameThread()
        .untilAsserted(
            () -> assertThat(story(back)).containsExactly("resumed", "0:3", "0:4", "0:5", "0:6"));
  }

  @Test
  void clientOfASlowTableMissesNothingThatTheLogHasGivenUpMeanwhile() {
    node = node(TABLE.withLog(LogOptions.defaults().withMaxEvents(5)));
    produce("a", "b", "c");
    open();
    for (int read = 2; read < 7; read++) {
      TestReader reader = reader(null);
      reader.maxBytes = 1;
      reader.read(read);
      String[] more = IntStream.range(0, 300).mapToObj(i -> "k" + i).toArray(String[]::new);
      append(more);
      await()
          .pollInSameThread()
          .untilAsserted(
              () -> assertThat(mapOf(reader, Set.of())).isEqualTo(source.table(Set.of())));
    }
  }

  @Test
  void outdatedIdIsToldAndThenGetsTheTable() {
    produce("a", "b", "c", "-a", "d");
    open();
    source.compact(new long[] {4});
    TestReader reader = reader("s.3");
    assertThat(story(reader))
        .containsExactly("open", "expired", "begin", "0:1", "0:2", "0:4", "end");
    assertThat(event(reader, "open").id()).isNull();
    assertThat(event(reader, "expired").id()).isNull();
    assertThat(event(reader, "expired").data()).contains("\"from\":\"s.3\"").doesNotContain("to");
  }

  @Test
  void outdatedIdIsLikeAnotherIfTheStreamIsNoTable() {
    node = node(StreamOptions.defaults());
    produce("a", "b", "c", "-a", "d");
    open();
    source.compact(new long[] {4});
    assertThat(story(reader("s.3"))).containsExactly("resumed", "0:3", "0:4");
  }

  @Test
  void currentIdGoesOnWithoutTheTable() {
    produce("a", "b", "c", "a");
    open();
    assertThat(story(reader("s.2"))).containsExactly("resumed", "0:2", "0:3");
  }

  @Test
  void idOfAReplacedSourceAndOneThatIsNoneGetTheTable() {
    produce("a", "b", "a");
    open();
    assertThat(story(reader("other")))
        .containsExactly("open", "source-reset", "begin", "0:1", "0:2", "end");
    assertThat(story(reader("x/y")))
        .containsExactly("open", "unusable-id", "begin", "0:1", "0:2", "end");
  }

  @Test
  void clientsOfASourceThatIsReplacedGetItsTable() {
    produce("a", "b");
    open();
    TestReader live = reader(null);
    live.readAll();
    TestReader slow = reader(null);
    slow.maxBytes = 1;
    slow.read(3);
    node.writer().startedAnew(source.format, new long[1], new long[] {1});
    assertThat(story(live)).endsWith("end", "source-reset");
    assertThat(story(slow)).containsExactly("open", "begin", "0:0", "source-reset");
    node.writer().append(0, 1, bytes("b"), "message", ByteBuffer.wrap(bytes("9:9")));
    for (TestReader reader : List.of(live, slow)) {
      assertThat(story(reader)).endsWith("source-reset", "begin", "9:9", "end");
      assertThat(event(reader, "source-reset").id()).isIn(null, "s.2");
    }
    assertThat(story(reader(null))).containsExactly("open", "begin", "9:9", "end");
  }

  @Test
  void tableIsCompleteAndNothingComesTwiceWhileTheWriterRuns() {
    node = node(TABLE.withLog(LogOptions.defaults().withMaxEvents(5000)));
    open();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                String key = "k" + Math.floorMod(i * 31, 60 - i / 500);
                append(i % 7 == 0 ? "-" + key : key);
              }
            });
    List<Set<String>> keys = List.of(Set.of(), Set.of(), Set.of("k3", "k20", "k40"));
    List<TestReader> readers = new ArrayList<>();
    keys.forEach(some -> readers.add(reader(null, some.toArray(new String[0]))));
    for (int i = 0; !writing.isDone(); i++) {
      int at = i % readers.size();
      if (i % 100 < readers.size()) {
        readers.get(at).subscription.close();
        readers.set(at, reader(null, keys.get(at).toArray(new String[0])));
      }
      readers.get(at).maxBytes = 100;
      readers.get(at).read(20);
    }
    writing.join();
    for (int i = 0; i < readers.size(); i++) {
      TestReader reader = readers.get(i);
      Set<String> wanted = keys.get(i);
      await()
          .pollInSameThread()
          .untilAsserted(() -> assertThat(mapOf(reader, wanted)).isEqualTo(source.table(wanted)));
    }
  }

  @Test
  void idsOfSeveralStreamsKeepAnOldOneUntilTheTableHasBegun() {
    produce("a", "b", "-a");
    open();
    node.hub.stream("chat");
    source.compact(new long[] {3});
    List<StreamSelection> both =
        Stream.of("chat", SourceNode.STREAM).map(StreamSelection::all).toList();
    TestReader reader = new TestReader(node.hub, both, "2,stream=s.1", new ManualThread());
    assertThat(String.valueOf(event(reader, "begin").id())).contains("stream=s.1");
    assertThat(String.valueOf(event(reader, "0:1").id())).contains("stream=s.2");
    assertThat(story(reader)).contains("expired");
  }
}
