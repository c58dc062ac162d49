package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.LogLines;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkWatchTest {

  private final LogLines log = new LogLines(RedisLink.class);
  private final LinkWatch watch = new LinkWatch("here:6379");

  @AfterEach
  void close() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERR max number of clients reached",
        "LOADING Redis is loading the dataset in memory",
        "BUSY Redis is busy running a script.",
        "CLUSTERDOWN The cluster is down"
      })
  void callsARedisNotReadyThatWillTakeTheLoginLater(String answer) {
    Throwable failure = failure(answer);
    watch.unreachable(failure);
    watch.unreachable(failure);
    assertThat(log.with("here:6379 is not ready (" + answer)).hasSize(1);
    assertThat(log.with("")).hasSize(1).first().asString().startsWith("WARN");
    assertThat(watch.why(failure)).contains("not ready", answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WRONGPASS invalid username-password pair", "NOAUTH", "ERR what"})
  void asksForAnotherLoginWhereRedisRefusesThisOne(String answer) {
    watch.unreachable(failure(answer));
    assertThat(log.with("refuses the login (" + answer)).hasSize(1);
    assertThat(log.with("ERROR")).hasSize(1);
  }

  private static Throwable failure(String answer) {
    return new RedisConnectionException("", new RedisCommandExecutionException(answer));
  }
}
