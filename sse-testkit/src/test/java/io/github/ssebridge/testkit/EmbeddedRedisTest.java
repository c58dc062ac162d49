package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {
  @Test
  void answers() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
      assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
    }
  }

  @Test
  void comesBackEmptyOnTheSamePortAfterAKill() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      ask(redis, "SET colour blue");
      long firstPid = redis.pid();
      redis.kill();
      assertThat(ProcessHandle.of(firstPid)).isEmpty();
      redis.startAgain();
      assertThat(redis.pid()).isNotEqualTo(firstPid);
      assertThat(ask(redis, "GET colour")).isEqualTo("$-1");
    }
  }

  @Test
  void comesBackWithItsDataIfItIsPersistent() {
    try (EmbeddedRedis redis = EmbeddedRedis.startPersistent(FreePort.find())) {
      RedisConsole console = new RedisConsole(redis.port());
      console.command("SET", "colour", "blue");
      redis.kill();
      redis.startAgain();
      assertThat(console.command("GET", "colour")).isEqualTo("blue");
    }
  }

  @Test
  void answersNothingWhileItIsFrozen() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        LineClient client = LineClient.connect(redis.port())) {
      redis.freeze();
      client.send("PING");
      client.waitAtMost(Duration.ofMillis(200));
      assertThatThrownBy(client::receive).isInstanceOf(SocketTimeoutException.class);
      redis.thaw();
      client.waitAtMost(Duration.ofSeconds(10));
      assertThat(client.receive()).isEqualTo("+PONG");
    }
  }

  @Test
  void closesWhileItIsFrozen() {
    EmbeddedRedis redis = EmbeddedRedis.start();
    redis.freeze();
    redis.close();
    assertThat(ProcessHandle.of(redis.pid())).isEmpty();
    assertThatThrownBy(redis::thaw).hasMessageContaining("not running");
  }

  @Test
  void takesExtraArguments() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(FreePort.find(), "--requirepass", "secret")) {
      assertThat(ask(redis, "PING")).startsWith("-NOAUTH");
    }
  }

  @Test
  void quotesTheServerThatDoesNotStart() {
    assertThatThrownBy(() -> EmbeddedRedis.start(FreePort.find(), "--no-such-option", "1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("no-such-option");
  }

  @Test
  void saysThatAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Loopback.at(0).getAddress())) {
      assertThatThrownBy(() -> EmbeddedRedis.start(taken.getLocalPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("embedded Redis");
    }
  }

  @Test
  void startsAgainOnlyWhenKilled() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      assertThatThrownBy(redis::startAgain).hasMessageContaining("is running");
    }
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Set<Path> filesBefore = TemporaryFiles.ofThisJvm();
    EmbeddedRedis redis = EmbeddedRedis.start();
    redis.close();
    redis.close();
    assertThat(ProcessHandle.of(redis.pid())).isEmpty();
    assertThat(TemporaryFiles.ofThisJvm()).isEqualTo(filesBefore);
    assertThatThrownBy(redis::startAgain).hasMessageContaining("is closed");
  }

  private static String ask(EmbeddedRedis redis, String command) throws Exception {
    try (LineClient client = LineClient.connect(redis.port())) {
      client.send(command);
      return client.receive();
    }
  }
}
