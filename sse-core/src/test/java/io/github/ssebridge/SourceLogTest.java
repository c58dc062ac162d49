package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.TestReader.ManualThread;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The log of a source that can be read again, by itself. */
class SourceLogTest {

  private static final int APPENDS = 500_000;

  private final PartitionedSource source = new PartitionedSource(1);

  @Test
  void neverHasAPlaceForAClientThatLacksWhatItHasGivenUp() throws InterruptedException {
    EventLog log = log(new LogOptions(4096, 1, LogOptions.NO_MAX_AGE, 1024));
    LogWriter writer = new LogWriter("s", log);
    writer.openedAt(source.format, new long[] {0}, new long[] {0});
    append(writer, 1);
    append(writer, 2);
    AtomicBoolean done = new AtomicBoolean();
    Thread writing =
        new Thread(
            () -> {
              for (int position = 3; position < APPENDS && !done.get(); position++) {
                append(writer, position);
              }
              done.set(true);
            });
    writing.start();
    SourceEra era = requireNonNull(log.era());
    SourceEra.Place found = null;
    while (found == null && !done.get()) {
      found = era.find(log, new long[] {0});
    }
    done.set(true);
    writing.join();
    assertThat(found).isNull();
  }

  @Test
  void theGapThatStandsForALongerEventHasItsId() {
    LogOptions small = LogOptions.defaults().withMaxEventBytes(LogOptions.MIN_EVENT_BYTES);
    SourceNode node = new SourceNode(source, StreamOptions.defaults().withLog(small));
    node.openAt(0);
    TestReader reader = TestReader.of(node.hub, SourceNode.STREAM);
    ByteBuffer data = ByteBuffer.wrap("x".repeat(2 * LogOptions.MIN_EVENT_BYTES).getBytes(UTF_8));
    node.writer().append(0, 1, null, "message", data);
    assertThat(reader.only("sse:gap").id()).isEqualTo("s.1");
    node.hub.close();
  }

  @Test
  void aReaderOfOneKeyHasFreshPositionsAlsoWhileTheSourceIsReadAgain() {
    for (int i = 0; i < 20_000; i++) {
      source.produce(0, "other");
    }
    SourceNode node = new SourceNode(source, StreamOptions.defaults());
    node.openAt(source.ends());
    StreamSelection mine = new StreamSelection(SourceNode.STREAM, Set.of("mine"));
    TestReader reader = new TestReader(node.hub, List.of(mine), "s.5", new ManualThread());
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              reader.readAll();
              LogSlice position = reader.subscription.checkpoint();
              String told = position == null ? "" : UTF_8.decode(position.bytes()).toString();
              assertThat(told).contains("sse:position").doesNotContain("s.20000");
            });
    node.hub.close();
  }

  private EventLog log(LogOptions bounds) {
    return new EventLog(StreamOptions.defaults().withLog(bounds), System::nanoTime);
  }

  private static void append(LogWriter writer, long position) {
    writer.append(0, position, null, "message", ByteBuffer.wrap("x".repeat(500).getBytes(UTF_8)));
  }
}
