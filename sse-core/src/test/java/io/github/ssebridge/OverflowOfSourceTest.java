package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that a log of ten events overtakes, of a stream that sends those away. */
class OverflowOfSourceTest {

  private static final StreamOptions CLOSING =
      StreamOptions.defaults()
          .withLog(LogOptions.defaults().withMaxEvents(10))
          .withOverflow(OverflowPolicy.CLOSE);

  private final PartitionedSource source = new PartitionedSource(1);
  private final SourceNode node = new SourceNode(source, CLOSING);
  private final ManualThread thread = new ManualThread();

  @BeforeEach
  void open() {
    produce(20);
    node.openAt(0);
    node.consumeAll();
  }

  @AfterEach
  void close() {
    node.hub.close();
  }

  private void produce(int records) {
    IntStream.range(0, records).forEach(i -> source.produce(0, null));
  }

  private void overtake() {
    produce(20);
    node.consumeAll();
    thread.runAll();
  }

  @Test
  void aClientThatHadAllIsSentAway() {
    TestReader reader = new TestReader(node.hub, SourceNode.STREAM, "s.15", thread);
    assertThat(reader.data()).hasSize(5);
    overtake();
    assertThat(reader.only("sse:goaway").data()).contains("lapped");
    assertThat(node.replays).hasValue(0);
  }

  @Test
  void aClientThatComesBackIsNotSentAwayBeforeItHadAll() {
    TestReader reader = new TestReader(node.hub, SourceNode.STREAM, "s.15", thread);
    reader.asleep = true;
    overtake();
    reader.asleep = false;
    await().pollInSameThread().untilAsserted(() -> assertThat(reader.data()).hasSize(25));
    assertThat(reader.ended).isFalse();
  }
}
