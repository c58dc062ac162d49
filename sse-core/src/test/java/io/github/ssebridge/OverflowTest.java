package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverflowTest {

  private static final StreamOptions CLOSING =
      StreamOptions.defaults()
          .withLog(LogOptions.defaults().withMaxEvents(10))
          .withOverflow(OverflowPolicy.CLOSE);

  private final EventHub hub = EventHub.create().stream("orders", CLOSING);
  private final ManualThread thread = new ManualThread();

  @AfterEach
  void close() {
    hub.close();
  }

  private void publish(int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(i -> hub.publish("orders", ServerSentEvent.of("e" + i)));
  }

  @Test
  void overtakenClientIsSentAwayWithTheIdItHadReached() {
    TestReader reader = new TestReader(hub, "orders", null, thread);
    publish(1, 3);
    thread.runAll();
    String reached = reader.lastEventId();
    publish(4, 20);
    thread.runAll();
    assertThat(reader.decoding.events)
        .last()
        .satisfies(
            goaway -> {
              assertThat(goaway.type()).isEqualTo("sse:goaway");
              assertThat(goaway.data()).contains("\"reason\":\"lapped\"", "\"stream\":\"orders\"");
              assertThat(goaway.id()).isEqualTo(reached);
              assertThat(goaway.retry()).isNotNull();
            });
    assertThat(reader.ended).isTrue();
    assertThat(hub.subscribers("orders")).isZero();
    assertThat(hub.counters("orders").missed().sentAway()).isEqualTo(1);
    assertThat(hub.counters("orders").missed().allGaps()).isZero();
  }

  @Test
  void clientThatComesBackIsToldWhatTheSourceNoLongerHas() {
    TestReader reader = new TestReader(hub, "orders", null, thread);
    publish(1, 3);
    reader.readAll();
    publish(4, 20);
    thread.runAll();
    TestReader back = TestReader.resuming(hub, "orders", reader.lastEventId());
    assertThat(back.only("sse:gap").data()).contains("expired", "\"count\":7");
    assertThat(back.data()).startsWith("e11").endsWith("e20").hasSize(10);
  }

  @Test
  void clientThatKeepsUpStays() {
    TestReader reader = new TestReader(hub, "orders", null, thread);
    for (int i = 1; i <= 100; i++) {
      publish(i, i);
      thread.runAll();
    }
    assertThat(reader.data()).hasSize(100);
    assertThat(reader.ended).isFalse();
  }
}
