package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderLoopTest {

  private final EventHub hub = EventHub.create().stream("busy").stream("quiet");
  private final ManualThread thread = new ManualThread();

  @AfterEach
  void close() {
    Thread.currentThread().setUncaughtExceptionHandler(null);
    hub.close();
  }

  /** Takes one event in a wake, and asks for more. */
  private TestReader slowReader(String stream) {
    TestReader reader = new TestReader(hub, stream, null, thread);
    reader.stepwise = true;
    reader.maxBytes = 1;
    return reader;
  }

  private void publish(String stream, int events) {
    IntStream.range(0, events).forEach(i -> hub.publish(stream, ServerSentEvent.of("e" + i)));
  }

  @Test
  void readerThatIsBehindIsWokenUntilItHasAll() {
    TestReader reader = slowReader("busy");
    publish("busy", 1000);
    thread.runAll();
    assertThat(reader.decoding.events).hasSize(1001);
  }

  @Test
  void readersThatAreBehindLeaveTurnsToThoseWithNews() {
    List<TestReader> behind = IntStream.range(0, 200).mapToObj(i -> slowReader("busy")).toList();
    publish("busy", 500);
    thread.tasks.remove().run();
    TestReader live = new TestReader(hub, "quiet", null, thread);
    publish("quiet", 1);
    runTurns(5);
    assertThat(live.decoding.events).as("open and the event").hasSize(2);
    assertThat(behind).allSatisfy(r -> assertThat(r.decoding.events).hasSizeLessThan(501));
    thread.runAll();
    assertThat(behind).allSatisfy(r -> assertThat(r.decoding.events).hasSize(501));
  }

  @Test
  void readersThatAreBehindProgressAlike() {
    List<TestReader> behind = IntStream.range(0, 50).mapToObj(i -> slowReader("busy")).toList();
    publish("busy", 500);
    runTurns(20);
    int[] progress = behind.stream().mapToInt(r -> r.decoding.events.size()).sorted().toArray();
    assertThat(progress[0]).isGreaterThan(5);
    assertThat(progress[49] - progress[0]).isLessThanOrEqualTo(20);
  }

  @Test
  void streamWithManyReadersLeavesTurnsToOthers() {
    IntStream.range(0, 2000).forEach(i -> new TestReader(hub, "busy", null, thread));
    TestReader other = new TestReader(hub, "quiet", null, thread);
    thread.runAll();
    publish("busy", 1);
    publish("quiet", 1);
    thread.tasks.remove().run();
    assertThat(other.decoding.events).hasSize(2);
  }

  @Test
  void turnEndsInTime() {
    List<TestReader> readers =
        IntStream.range(0, 2000).mapToObj(i -> new TestReader(hub, "busy", null, thread)).toList();
    thread.runAll();
    publish("busy", 1);
    thread.tasks.remove().run();
    assertThat(readers.stream().filter(r -> r.wakes > 1).count()).isBetween(100L, 132L);
  }

  @Test
  void appendsDuringARoundDoNotPutAnAudienceIntoTheQueueTwice() {
    List<TestReader> readers =
        IntStream.range(0, 250).mapToObj(i -> new TestReader(hub, "busy", null, thread)).toList();
    readers.forEach(r -> r.onWake = () -> publish("busy", 1));
    TestReader other = new TestReader(hub, "quiet", null, thread);
    runTurns(10);
    for (int i = 0; i < 5; i++) {
      publish("quiet", 1);
      runTurns(2);
      assertThat(other.decoding.events).hasSize(2 + i);
    }
  }

  @Test
  void errorInATurnKeepsNobodyElseFromBeingWoken() {
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (where, fault) -> {
              throw new IllegalStateException("a faulty handler", fault);
            });
    TestReader faulty = new TestReader(hub, "busy", null, thread);
    TestReader healthy = new TestReader(hub, "busy", null, thread);
    faulty.onWake =
        () -> {
          throw new OutOfMemoryError("as a test");
        };
    assertThatThrownBy(thread::runAll).hasMessage("a faulty handler");
    thread.runAll();
    publish("busy", 1);
    thread.runAll();
    assertThat(healthy.decoding.events).hasSize(2);
    assertThat(hub.subscribers("busy")).isEqualTo(1);
  }

  private void runTurns(int turns) {
    for (int i = 0; i < turns && !thread.tasks.isEmpty(); i++) {
      thread.tasks.remove().run();
    }
  }
}
