package io.github.ssebridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.TestReader.ManualThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderSampleTest {

  private static final StreamOptions TEN_EVENTS =
      StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(10));

  private final AtomicLong nanos = new AtomicLong();
  private final EventHub hub =
      EventHub.create(HubOptions.defaults(), nanos::get).stream("orders").stream(
          "prices", TEN_EVENTS);
  private final ManualThread thread = new ManualThread();

  @AfterEach
  void close() {
    hub.close();
  }

  /** One that reads when the test says so. */
  private TestReader reader(String stream, String... keys) {
    return reader(hub, List.of(new StreamSelection(stream, Set.of(keys))), null);
  }

  private TestReader reader(EventHub of, List<StreamSelection> selections, @Nullable String id) {
    TestReader reader = new TestReader(of, selections, id, thread);
    reader.asleep = true;
    return reader;
  }

  private void publish(String stream, String key, int count) {
    IntStream.range(0, count).forEach(i -> hub.publish(stream, key, ServerSentEvent.of("e" + i)));
  }

  private ReaderSample sample(String stream) {
    return sample(hub, thread, stream);
  }

  private static ReaderSample sample(EventHub of, ManualThread on, String stream) {
    CompletableFuture<Map<String, ReaderSample>> sample = of.sampleReaders().toCompletableFuture();
    while (!sample.isDone()) {
      on.tasks.remove().run();
    }
    return requireNonNull(sample.join().get(stream));
  }

  @Test
  void readerThatHasAllIsLiveAndTheOneThatTakesNoMoreIsBehind() {
    TestReader all = reader("orders");
    TestReader some = reader("orders");
    all.readAll();
    some.readAll();
    publish("orders", "k", 5);
    all.readAll();
    some.maxBytes = 1;
    some.read(2);
    ReaderSample sample = sample("orders");
    assertThat(sample.readers())
        .containsEntry(ReaderState.LIVE, 1)
        .containsEntry(ReaderState.BEHIND, 1)
        .containsEntry(ReaderState.REPLAYING, 0)
        .containsEntry(ReaderState.WAITING, 0);
    assertThat(sample.lags()).containsExactlyInAnyOrder(0L, 3L);
    assertThat(sample.slowestEvents()).isEqualTo(3);
  }

  @Test
  void readerWhoseSocketIsFullIsBehindAlsoIfItHadAllBefore() {
    TestReader full = reader("orders");
    full.readAll();
    publish("orders", "k", 1);
    assertThat(sample("orders").readers()).containsEntry(ReaderState.BEHIND, 1);
  }

  @Test
  void readerIsNotBehindBeforeItHasBeenWoken() {
    new TestReader(hub, "orders", null, thread);
    thread.runAll();
    CompletableFuture<Map<String, ReaderSample>> early = hub.sampleReaders().toCompletableFuture();
    publish("orders", "k", 1);
    thread.runAll();
    ReaderSample sample = requireNonNull(early.join().get("orders"));
    assertThat(sample.readers()).containsEntry(ReaderState.LIVE, 1);
    assertThat(sample.lags()).containsExactly(1L);
  }

  @Test
  void slowestIsAsOldAsTheFirstEventThatItLacks() {
    TestReader slow = reader("orders");
    slow.readAll();
    publish("orders", "k", 1);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    publish("orders", "k", 1);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(sample("orders").slowestAge()).isEqualTo(Duration.ofSeconds(7));
    slow.readAll();
    assertThat(sample("orders").slowestAge()).isZero();
  }

  @Test
  void overtakenReaderIsBehindAllThatCameSinceAndAsOldAsWhatIsKept() {
    reader("prices").readAll();
    publish("prices", "k", 30);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(sample("prices").slowestEvents()).isEqualTo(30);
    assertThat(sample("prices").slowestAge()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void readerOfAKeyIsBehindThatKeyAlone() {
    TestReader ann = reader("orders", "ann");
    ann.readAll();
    publish("orders", "bob", 7);
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    assertThat(sample("orders").slowestEvents()).isZero();
    publish("orders", "ann", 2);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(sample("orders").slowestEvents()).isEqualTo(2);
    assertThat(sample("orders").slowestAge()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void connectionWithSeveralStreamsIsAReaderOfEach() {
    List<StreamSelection> both =
        List.of(StreamSelection.all("orders"), StreamSelection.all("prices"));
    reader(hub, both, null).readAll();
    publish("prices", "k", 4);
    assertThat(sample("orders").lags()).containsExactly(0L);
    assertThat(sample("prices").lags()).containsExactly(4L);
  }

  @Test
  void readerWaitsUntilTheFeedIsOpenAndHasNoLagMeanwhile() {
    ManualFeed feed = new ManualFeed();
    hub.stream("fed", feed, StreamOptions.defaults());
    TestReader reader = reader("fed");
    reader.readAll();
    feed.writers.get(0).append(ServerSentEvent.of("recent past"));
    assertThat(sample("fed").readers()).containsEntry(ReaderState.WAITING, 1);
    assertThat(sample("fed").lags()).isEmpty();
    feed.writers.get(0).opened();
    reader.readAll();
    assertThat(sample("fed").readers()).containsEntry(ReaderState.LIVE, 1);
  }

  @Test
  void readerOfAReplayHasNoLag() {
    PartitionedSource source = new PartitionedSource(1);
    IntStream.range(0, 100).forEach(i -> source.produce(0, null));
    SourceNode node = new SourceNode(source, TEN_EVENTS);
    try (EventHub sourced = node.hub) {
      node.openAt(0);
      node.consumeAll();
      List<StreamSelection> all = List.of(StreamSelection.all(SourceNode.STREAM));
      TestReader reader = reader(sourced, all, "s.50");
      assertThat(sample(sourced, thread, SourceNode.STREAM).readers())
          .containsEntry(ReaderState.WAITING, 1);
      reader.maxBytes = 1;
      await()
          .pollInSameThread()
          .until(() -> reader.read(1) == 1 && reader.decoding.events.size() == 3);
      ReaderSample sample = sample(sourced, thread, SourceNode.STREAM);
      assertThat(sample.readers()).containsEntry(ReaderState.REPLAYING, 1);
      assertThat(sample.lags()).isEmpty();
    }
  }

  @Test
  void readersOfAllLoopsAreInTheSampleAndThoseOfAStoppedOneAreNot() {
    ManualThread other = new ManualThread();
    IntStream.range(0, 300).forEach(i -> reader("orders"));
    new TestReader(hub, "orders", null, other);
    ScheduledThreadPoolExecutor stopped = new ScheduledThreadPoolExecutor(1);
    ReaderLoop gone = ReaderLoop.on(stopped);
    stopped.execute(() -> hub.subscribe("orders", null, gone, new Nobody()));
    stopped.shutdown();
    await().until(stopped::isTerminated);
    CompletableFuture<Map<String, ReaderSample>> sample = hub.sampleReaders().toCompletableFuture();
    thread.runAll();
    other.runAll();
    assertThat(sample).isCompleted();
    assertThat(requireNonNull(sample.join().get("orders")).lags()).hasSize(301);
  }

  /** Reads nothing. */
  private static final class Nobody implements Subscriber {
    @Override
    public boolean wake() {
      return false;
    }

    @Override
    public void end() {}
  }
}
