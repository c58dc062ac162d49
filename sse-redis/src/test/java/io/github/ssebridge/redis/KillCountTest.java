package io.github.ssebridge.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.LogLines;
import org.junit.jupiter.api.Test;

class KillCountTest {

  private static final String INFO =
      """
      # Server
      redis_version:8.0.0
      run_id:%s
      # Stats
      client_output_buffer_limit_disconnections:%d
      unexpected_error_replies:0
      """;

  @Test
  void countsWhatOneRunOfAServerHasKilled() {
    assertThat(count("a1", 7).since(count("a1", 4))).isEqualTo(3);
    assertThat(count("a1", 7).since(count("a1", 7))).isZero();
  }

  @Test
  void knowsNothingOfAServerThatWasStartedAgain() {
    assertThat(count("b2", 7).since(count("a1", 4))).isZero();
  }

  @Test
  void isNotThereIfTheServerDoesNotCount() {
    assertThat(KillCount.of("# Server\r\nrun_id:a1\r\n# Stats\r\n")).isNull();
    assertThat(KillCount.of("")).isNull();
  }

  @Test
  void isTheReasonThatTheLogGivesForALostConnection() {
    try (LogLines log = new LogLines(RedisLink.class)) {
      LinkWatch watch = new LinkWatch("one:6379");
      watch.connected(0);
      watch.lost(0);
      watch.connected(2);
      assertThat(log.with("")).hasSize(3);
      assertThat(log.with("").get(2))
          .startsWith("WARN connected to Redis at one:6379 again")
          .contains("client-output-buffer-limit", "2 in all");
    }
  }

  private static KillCount count(String run, int kills) {
    return requireNonNull(KillCount.of(INFO.formatted(run, kills).replace("\n", "\r\n")));
  }
}
