package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the tests of tables have in common: a source of one partition, and nodes that read it. */
abstract class TableKit {

  static final StreamOptions TABLE =
      StreamOptions.defaults().withSnapshot(SnapshotOptions.defaults());

  final PartitionedSource source = new PartitionedSource(1);
  private final List<SourceNode> nodes = new ArrayList<>();
  SourceNode node = node(TABLE);

  SourceNode node(StreamOptions options) {
    SourceNode made = new SourceNode(source, options);
    nodes.add(made);
    return made;
  }

  @AfterEach
  void close() {
    nodes.forEach(each -> each.hub.close());
  }

  /** Names keys; one with a minus is deleted. */
  void produce(String... keys) {
    for (String key : keys) {
      if (key.startsWith("-")) {
        source.delete(0, key.substring(1));
      } else {
        source.produce(0, key);
      }
    }
  }

  void open() {
    node.openAt(0);
    node.consumeAll();
  }

  void append(String... keys) {
    produce(keys);
    node.consumeAll();
  }

  TestReader reader(@Nullable String id, String... keys) {
    return readerOn(new ManualThread(), id, keys);
  }

  TestReader readerOn(ManualThread thread, @Nullable String id, String... keys) {
    StreamSelection selection = new StreamSelection(SourceNode.STREAM, Set.of(keys));
    return new TestReader(node.hub, List.of(selection), id, thread);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Short names of what a client has been sent: types, phases and data. */
  static List<String> story(TestReader reader) {
    return reader.events().stream().map(TableKit::word).toList();
  }

  static String word(ServerSentEvent event) {
    return switch (event.type()) {
      case "sse:snapshot" -> event.data().contains("begin") ? "begin" : "end";
      case "sse:gap" -> event.data().replaceAll(".*\"reason\":\"([a-z-]+)\".*", "$1");
      case "sse:open" -> event.data().contains("\"resumed\":true") ? "resumed" : "open";
      default -> event.data();
    };
  }

  static ServerSentEvent event(TestReader reader, String word) {
    return reader.events().stream().filter(e -> word(e).equals(word)).findFirst().orElseThrow();
  }

  static String idOf(TestReader reader, String word) {
    return String.valueOf(event(reader, word).id());
  }

  Map<String, String> mapOf(TestReader reader, Set<String> keys) {
    TableReading reading = new TableReading(source, keys);
    reader.events().forEach(reading::read);
    return reading.table;
  }
}
