package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.testkit.LogLines;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamWatchTest {

  private final LogLines log = new LogLines(RedisStreamFeed.class);
  private final StreamWatch watch = new StreamWatch("stream", "key", "here:6379");

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void callsARedisOutOfReachThatResetsTheConnection() {
    watch.failed(new RedisException(new SocketException("Connection reset")));
    assertThat(watch.status(0).state()).isEqualTo(State.UNREACHABLE);
    assertThat(log.with("no Redis answers at here:6379")).hasSize(1);
    assertThat(log.with("rights")).isEmpty();
  }

  @Test
  void blamesTheRightsForARefusalAlone() {
    watch.failed(new RedisCommandExecutionException("NOPERM no"));
    watch.failed(new RedisCommandExecutionException("LOADING the dataset"));
    watch.failed(new IllegalStateException("a mistake"));
    assertThat(log.with("rights")).hasSize(1).first().asString().contains("NOPERM");
    assertThat(log.with("no Redis answers")).hasSize(1).first().asString().contains("LOADING");
    assertThat(log.with("in a way that it should not")).hasSize(1);
    assertThat(watch.status(0).state()).isEqualTo(State.FAILING);
  }
}
