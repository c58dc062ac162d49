package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisConsoleTest {

  private static EmbeddedRedis redis;
  private static RedisConsole console;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
    console = new RedisConsole(redis.port());
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  @Test
  void readsEveryKindOfAnswer() {
    assertThat(console.command("SET", "text", "grün\r\nblau")).isEqualTo("OK");
    assertThat(console.text("GET", "text")).isEqualTo("grün\r\nblau");
    assertThat(console.number("STRLEN", "text")).isEqualTo(11);
    assertThat(console.command("GET", "nothing")).isNull();
    assertThat(console.list("MGET", "text", "nothing").get(1)).isNull();
    assertThat(console.command("XADD", "stream", "7-1", "data", "a")).isEqualTo("7-1");
    assertThat(console.list("XRANGE", "stream", "-", "+").get(0))
        .isEqualTo(List.of("7-1", List.of("data", "a")));
  }

  @Test
  void throwsAnErrorWithItsText() {
    assertThatThrownBy(() -> console.command("NONSENSE"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("ERR unknown command 'NONSENSE'");
  }

  @Test
  void sendsAnyBytes() {
    console.command(
        "APPEND".getBytes(US_ASCII), "bytes".getBytes(US_ASCII), new byte[] {(byte) 0xff, 0, '\r'});
    assertThat(console.number("STRLEN", "bytes")).isEqualTo(3);
  }

  @Test
  void speaksForAUser() {
    console.command("ACL", "SETUSER", "reader", "on", ">secret", "+get", "~*");
    RedisConsole reader = console.as("reader", "secret");
    assertThat(reader.command("GET", "nothing")).isNull();
    assertThatThrownBy(() -> reader.command("DEL", "text")).hasMessageStartingWith("NOPERM");
    assertThatThrownBy(() -> console.as("reader", "wrong").command("GET", "nothing"))
        .hasMessageStartingWith("WRONGPASS");
  }

  @Test
  void readsWhatAChannelIsSent() {
    try (RedisSubscription subscription = console.subscribe("channel")) {
      assertThat(console.subscribers("channel")).isEqualTo(1);
      console.publish("channel", "a", "b\nc");
      assertThat(subscription.next(2)).containsExactly("a", "b\nc");
    }
  }

  @Test
  void saysThatNoRedisIsThere() {
    RedisConsole nowhere = new RedisConsole(FreePort.find());
    assertThatThrownBy(() -> nowhere.command("PING"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("does not answer");
  }
}
