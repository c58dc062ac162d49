package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FinishedStreamTest {

  private final EventHub hub = EventHub.create().stream("job").stream("chat");
  private final ManualThread thread = new ManualThread();

  @AfterEach
  void close() {
    hub.close();
  }

  private TestReader reader(String lastEventId) {
    return new TestReader(hub, "job", lastEventId, thread);
  }

  @Test
  void readersGetWhatIsLeftThenTheEnd() {
    TestReader reader = TestReader.of(hub, "job");
    hub.publish("job", ServerSentEvent.of("last"));
    hub.finish("job", "done");
    assertThat(reader.types()).containsExactly("sse:open", "message", "sse:end");
    assertThat(reader.only("sse:end").data()).isEqualTo("{\"stream\":\"job\",\"reason\":\"done\"}");
    assertThat(reader.subscription.isPointless()).isFalse();
  }

  @Test
  void readersAreEnded() {
    TestReader reader = new TestReader(hub, "job", null, thread);
    hub.finish("job", "done");
    thread.runAll();
    assertThat(reader.ended).isTrue();
  }

  @Test
  void whoComesBackGetsWhatItLacks() {
    TestReader first = TestReader.of(hub, "job");
    hub.publish("job", ServerSentEvent.of("1"));
    assertThat(first.data()).containsExactly("1");
    hub.publish("job", ServerSentEvent.of("2"));
    hub.finish("job", "done");
    TestReader back = reader(first.lastEventId());
    assertThat(back.types()).containsExactly("sse:open", "message", "sse:end");
    assertThat(back.subscription.isPointless()).isFalse();
  }

  @Test
  void whoHasGotAllComesForNothing() {
    TestReader first = TestReader.of(hub, "job");
    hub.publish("job", ServerSentEvent.of("1"));
    hub.finish("job", "done");
    assertThat(first.data()).containsExactly("1");
    TestReader back = reader(first.lastEventId());
    assertThat(back.types()).containsExactly("sse:open", "sse:end");
    assertThat(back.subscription.isPointless()).isTrue();
  }

  @Test
  void whoGetsEventsLaterHasNotComeForNothing() {
    TestReader reader = TestReader.of(hub, "job");
    assertThat(reader.data()).isEmpty();
    hub.publish("job", ServerSentEvent.of("1"));
    assertThat(reader.data()).containsExactly("1");
    hub.finish("job", "done");
    assertThat(reader.types()).endsWith("sse:end");
    assertThat(reader.subscription.isPointless()).isFalse();
  }

  @Test
  void readersOfKeysGetTheEndToo() {
    List<StreamSelection> key = List.of(new StreamSelection("job", Set.of("a")));
    TestReader reader = new TestReader(hub, key, null, thread);
    hub.publish("job", "a", ServerSentEvent.of("1"));
    hub.publish("job", "b", ServerSentEvent.of("2"));
    hub.finish("job", "done");
    assertThat(reader.types()).containsExactly("sse:open", "message", "sse:end");
  }

  @Test
  void theOtherStreamsOfAConnectionGoOn() {
    List<StreamSelection> both = List.of(StreamSelection.all("job"), StreamSelection.all("chat"));
    TestReader reader = new TestReader(hub, both, null, thread);
    hub.finish("job", "done");
    hub.publish("chat", ServerSentEvent.of("1"));
    thread.runAll();
    assertThat(reader.ended).isFalse();
    assertThat(reader.types()).contains("sse:end", "chat/message");
    hub.finish("chat", "done");
    thread.runAll();
    assertThat(reader.ended).isTrue();
  }

  @Test
  void nothingCanBePublishedAnyMore() {
    hub.finish("job", "done");
    assertThat(hub.isFinished("job")).isTrue();
    assertThat(hub.publish("job", ServerSentEvent.of("late")).toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test
  void feedIsStoppedAndNeverStartedAgain() {
    ManualFeed feed = new ManualFeed();
    hub.stream("fed", feed);
    hub.finish("fed", "done");
    TestReader reader = new TestReader(hub, "fed", null, thread);
    assertThat(reader.types()).containsExactly("sse:open", "sse:end");
    assertThat(feed.writers).isEmpty();
  }

  @Test
  void severalThatAreFinishedAreAsPointlessAsOne() {
    List<StreamSelection> both = List.of(StreamSelection.all("job"), StreamSelection.all("chat"));
    hub.finish("job", "done");
    hub.finish("chat", "done");
    TestReader back = new TestReader(hub, both, null, thread);
    assertThat(back.readAll()).isEqualTo(4);
    assertThat(back.subscription.isPointless()).isTrue();
  }

  @Test
  void streamWhoseSourceGoesOnCannotBeFinished() {
    SourceNode node = new SourceNode(new PartitionedSource(1), StreamOptions.defaults());
    assertThatThrownBy(() -> node.hub.finish(SourceNode.STREAM, "done"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("'" + SourceNode.STREAM + "'");
    node.hub.close();
  }

  @Test
  void whatIsAcceptedComesBeforeTheEnd() throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      // Of its own each time: while this thread waits for a processor, very much is published.
      try (EventHub busy = EventHub.create().stream("job")) {
        TestReader reader = TestReader.of(busy, "job");
        Thread publisher = publisherUntilRefused(busy);
        busy.finish("job", "done");
        boolean hasEnded = reader.types().contains("sse:end");
        publisher.join();
        TestReader back = TestReader.resuming(busy, "job", reader.lastEventId());
        assertThat(back.data()).as("after the end").isEmpty();
        assertThat(hasEnded).isTrue();
      }
    }
  }

  /** It has published at least three events. */
  private static Thread publisherUntilRefused(EventHub hub) {
    AtomicInteger accepted = new AtomicInteger();
    Thread publisher =
        new Thread(
            () -> {
              while (!hub.publish("job", ServerSentEvent.of("x"))
                  .toCompletableFuture()
                  .isCompletedExceptionally()) {
                accepted.incrementAndGet();
              }
            });
    publisher.start();
    while (accepted.get() < 3) {
      Thread.onSpinWait();
    }
    return publisher;
  }
}
