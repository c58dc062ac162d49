package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.LogWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthRouteTest {

  private final ToldFeed orders = new ToldFeed();
  private final ToldFeed chat = new ToldFeed();
  private final EventHub hub = EventHub.create().stream("orders", orders).stream("chat", chat);
  private long nanos;
  private final HealthRoute health =
      new HealthRoute(hub, "n1", List.of("orders", "chat"), () -> nanos);

  @AfterEach
  void close() {
    hub.close();
  }

  private void passSeconds(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  @ParameterizedTest
  @EnumSource(names = {"STOPPED", "STARTING", "READING"})
  void nodeIsUpWhileEveryStreamIsWell(State state) {
    orders.status = FeedStatus.of(state);
    assertThat(health.look().isUp()).isTrue();
    assertThat(health.look().body().getString("status")).isEqualTo("up");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "FAILING"})
  void nodeIsDownWhileOneStreamIsNot(State state) {
    orders.status = FeedStatus.of(state);
    assertThat(health.look().isUp()).isFalse();
    assertThat(health.look().body().getString("status")).isEqualTo("down");
    orders.status = FeedStatus.of(State.READING);
    assertThat(health.look().isUp()).isTrue();
  }

  @Test
  void streamMayBeStartingForAWhileAfterTheNodesStart() {
    chat.status = FeedStatus.of(State.STARTING);
    passSeconds(30);
    assertThat(health.look().isUp()).isTrue();
    passSeconds(1);
    assertThat(health.look().isUp()).isFalse();
    passSeconds(60);
    assertThat(health.look().isUp()).isFalse();
  }

  @Test
  void streamThatStartsAgainForANewReaderHasThatWhileAnew() {
    chat.status = FeedStatus.of(State.STOPPED);
    passSeconds(3600);
    assertThat(health.look().isUp()).isTrue();
    chat.status = FeedStatus.of(State.STARTING);
    assertThat(health.look().isUp()).isTrue();
    passSeconds(31);
    assertThat(health.look().isUp()).isFalse();
  }

  @Test
  void bodySaysHowEachStreamIs() {
    orders.status =
        new FeedStatus(State.FAILING, "there is no topic", Map.of("skipped", 3L, "records", 7L));
    assertThat(health.look().body().encode())
        .isEqualTo(
            """
            {"status":"down","node":"n1","streams":{\
            "orders":{"state":"failing","detail":"there is no topic",\
            "figures":{"records":7,"skipped":3},"subscribers":0,\
            "counters":{"gaps":0,"lost":0,"conflated":0,"sentAway":0}},\
            "chat":{"state":"reading","detail":"","figures":{},"subscribers":0,\
            "counters":{"gaps":0,"lost":0,"conflated":0,"sentAway":0}}}}""");
  }

  /** A feed that is as it is told. */
  private static final class ToldFeed implements EventFeed {
    private volatile FeedStatus status = FeedStatus.of(State.READING);

    @Override
    public void start(LogWriter writer) {}

    @Override
    public void stop() {}

    @Override
    public FeedStatus status() {
      return status;
    }
  }
}
