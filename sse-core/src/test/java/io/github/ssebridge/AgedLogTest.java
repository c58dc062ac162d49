package io.github.ssebridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgedLogTest {

  private static final LogOptions ONE_MINUTE =
      LogOptions.defaults().withMaxAge(Duration.ofMinutes(1));

  private long nanos;
  private final EventHub hub =
      EventHub.create(
          HubOptions.defaults().withStreams(StreamOptions.defaults().withLog(ONE_MINUTE)),
          () -> nanos);

  AgedLogTest() {
    hub.stream("prices");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private void publishOneEach(Duration pause, int from, int to) {
    for (int i = from; i <= to; i++) {
      hub.publish("prices", ServerSentEvent.of("e" + i));
      nanos += pause.toNanos();
    }
  }

  @Test
  void clientThatComesBackGetsWhatIsYoungEnoughAndIsToldOfTheRest() {
    String start = requireNonNull(TestReader.of(hub, "prices").only("sse:open").id());
    publishOneEach(Duration.ofSeconds(20), 1, 5);
    TestReader returning = TestReader.resuming(hub, "prices", start);
    assertThat(returning.only("sse:gap").data()).contains("expired", "\"count\":3");
    assertThat(returning.data()).containsExactly("e4", "e5");
  }

  @Test
  void quietLogForgetsToo() {
    String start = requireNonNull(TestReader.of(hub, "prices").only("sse:open").id());
    publishOneEach(Duration.ZERO, 1, 3);
    nanos += Duration.ofDays(60).toNanos();
    TestReader returning = TestReader.resuming(hub, "prices", start);
    assertThat(returning.only("sse:gap").data()).contains("expired", "\"count\":3");
    assertThat(returning.data()).isEmpty();
    publishOneEach(Duration.ZERO, 4, 4);
    assertThat(returning.data()).containsExactly("e4");
  }

  @Test
  void nextEventMakesRoomForItself() {
    EventLog log = new EventLog(StreamOptions.defaults().withLog(ONE_MINUTE), () -> nanos);
    LogWriter writer = new LogWriter("s", log);
    for (int i = 0; i < 5_000; i++) {
      writer.append("message", new byte[100]);
    }
    nanos += Duration.ofSeconds(61).toNanos();
    writer.append("message", new byte[100]);
    assertThat(log.oldest()).isEqualTo(5_001);
    assertThat(log.segments()).hasSize(1);
  }

  @Test
  void logNeedsABound() {
    LogOptions ageAlone =
        new LogOptions(
            LogOptions.NO_MAX_BYTES, LogOptions.NO_MAX_EVENTS, Duration.ofMinutes(1), 1 << 20);
    assertThat(new EventLog(StreamOptions.defaults().withLog(ageAlone), () -> nanos).next())
        .isEqualTo(1);
    assertThatThrownBy(() -> ageAlone.withMaxAge(LogOptions.NO_MAX_AGE))
        .hasMessageContaining("set maxBytes, maxEvents or maxAge");
    assertThatThrownBy(() -> ageAlone.withMaxAge(Duration.ZERO)).hasMessageContaining("maxAge");
  }
}
