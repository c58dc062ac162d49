package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source is replaced by another one just while it is found out where a client goes on. */
class ReplacedMeanwhileTest {

  private static final StreamOptions SMALL =
      StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(30));

  private final PartitionedSource source = new PartitionedSource(1);
  private SourceNode node = new SourceNode(source, SMALL);
  private final ManualThread thread = new ManualThread();

  // Of the first source, to be run while an id is read.
  private Runnable replacing = () -> {};

  @BeforeEach
  void open() {
    node.hub.open(SourceNode.STREAM);
    node.writer().openedAt(new Ids(this::readOfFirst), new long[] {0}, new long[] {0});
    append(0, 40);
  }

  @AfterEach
  void close() {
    node.hub.close();
  }

  private void append(int from, int to) {
    for (int i = from; i < to; i++) {
      PartitionedSource.append(node.writer(), new PartitionedSource.Entry(0, i, "key", false));
    }
  }

  private SourcePosition readOfFirst(String id) {
    replacing.run();
    return SourcePosition.of(WanderingClient.positions(id));
  }

  private void replace() {
    node.writer().startedAnew(new Ids(id -> SourcePosition.ofReplacedSource()), new long[] {0});
    append(0, 20);
  }

  private TestReader reader(String id, Set<String> keys) {
    List<StreamSelection> wanted = List.of(new StreamSelection(SourceNode.STREAM, keys));
    return new TestReader(node.hub, wanted, id, thread);
  }

  private static void assertToldBeforeAllOfTheOther(TestReader reader, String id) {
    assertThat(reader.only("sse:open").data()).contains("\"resumed\":false");
    assertThat(reader.only("sse:open").id()).isIn(null, id);
    assertThat(reader.only("sse:gap").data()).contains("source-reset");
    assertThat(reader.types().indexOf("sse:gap")).isEqualTo(1);
    assertThat(reader.data()).hasSize(20).startsWith("0:0").endsWith("0:19");
  }

  @Test
  void aClientWhoseIdIsBeingReadIsTold() {
    replacing = this::replace;
    assertToldBeforeAllOfTheOther(reader("s.25", Set.of()), "s.25");
  }

  @Test
  void aReaderOfKeysWhoseIdIsBeingReadIsTold() {
    replacing = this::replace;
    assertToldBeforeAllOfTheOther(reader("s.25", Set.of("key")), "s.25");
  }

  @Test
  void aClientThatIsToReadTheSourceAgainIsTold() {
    TestReader reader = reader("s.5", Set.of());
    replace();
    assertToldBeforeAllOfTheOther(reader, "s.5");
    assertThat(node.hub.counters(SourceNode.STREAM).begun())
        .containsEntry(Origin.LOST, 1L)
        .containsEntry(Origin.SOURCE, 0L);
  }

  @Test
  void aClientThatCameBeforeAnythingWasKnownOfTheOtherIsTold() {
    AtomicReference<SourcePosition> judged = new AtomicReference<>(SourcePosition.of(25));
    node.writer().startedAnew(new Ids(id -> judged.get()), new long[] {0});
    TestReader reader = reader("s.25", Set.of());
    assertThat(reader.types()).containsExactly("sse:open");
    judged.set(SourcePosition.ofReplacedSource());
    append(30, 50);
    assertThat(reader.only("sse:gap").data()).contains("source-reset");
    assertThat(reader.data()).hasSize(20).startsWith("0:30").endsWith("0:49");
  }

  @Test
  void aClientWhoseSourceTurnsOutToHaveBeenCutIsTold() {
    AtomicReference<SourcePosition> judged = new AtomicReference<>(SourcePosition.of(25));
    node.writer().startedAnew(new Ids(id -> judged.get()), new long[] {20});
    TestReader reader = reader("s.25", Set.of());
    judged.set(SourcePosition.ofCutSource(25));
    append(30, 50);
    assertThat(reader.types().indexOf("sse:gap")).isEqualTo(1);
    assertThat(reader.only("sse:gap").data()).contains("source-reset");
    assertThat(reader.data()).hasSize(20).startsWith("0:30").endsWith("0:49");
  }

  @Test
  void aClientThatIsToReadAgainWhatWasCutMeanwhileIsToldAndGetsTheRest() {
    TestReader reader = reader("s.5", Set.of());
    SourcePosition lost = SourcePosition.ofCutSource(25);
    Ids cut = new Ids(id -> id.equals("s.5") ? lost : SourcePosition.of(25));
    node.writer().startedAnew(cut, new long[] {20});
    append(30, 50);
    assertThat(reader.only("sse:gap").data()).contains("source-reset");
    assertThat(reader.data()).hasSize(20).startsWith("0:30").endsWith("0:49");
  }

  @Test
  void aSlowClientThatWasAheadOfASourceThatIsReplacedTwiceGetsAllOfBoth() {
    close();
    node = new SourceNode(source, StreamOptions.defaults());
    open();
    TestReader reader = reader("s.45", Set.of());
    reader.read(1);
    node.writer().startedAnew(new Ids(id -> SourcePosition.ofReplacedSource()), new long[] {0});
    append(0, 3);
    node.writer().startedAnew(new Ids(id -> SourcePosition.ofReplacedSource()), new long[] {0});
    append(7, 9);
    assertThat(reader.data()).containsExactly("0:0", "0:1", "0:2", "0:7", "0:8");
    assertThat(reader.types()).filteredOn("sse:gap"::equals).hasSize(2);
  }

  /** Like those of {@link PartitionedSource}, but for which of them are read as whose. */
  private final class Ids implements PositionFormat {
    private final Function<String, SourcePosition> reading;

    Ids(Function<String, SourcePosition> reading) {
      this.reading = reading;
    }

    @Override
    public String write(long[] positions) {
      return source.format.write(positions);
    }

    @Override
    public IdWriter writer(long[] positions) {
      return source.format.writer(positions);
    }

    @Override
    public SourcePosition read(String id) {
      return reading.apply(id);
    }

    @Override
    public boolean includes(long position, long reached) {
      return source.format.includes(position, reached);
    }

    @Override
    public long distance(long from, long to) {
      return source.format.distance(from, to);
    }
  }
}
