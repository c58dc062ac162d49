package io.github.ssebridge.redis;

import static io.github.ssebridge.redis.Published.assertThatFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.RedisConsole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisPublisherRightsTest {

  private static final String ENOUGH = "+eval +xadd +publish ~prices &prices";

  private static EmbeddedRedis redis;
  private static RedisConsole console;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
    console = new RedisConsole(redis.port());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void needsNoMoreRightsThanItSays() {
    try (RedisLink link = link(ENOUGH)) {
      console.command("DEL", "prices");
      Published.now(RedisPublisher.create(link, "prices"), "1");
      assertThat(Published.dataIn(console, "prices")).containsExactly("1");
    }
  }

  @Test
  void needsOneRightWithoutNotifications() {
    try (RedisLink link = link("+xadd ~prices")) {
      console.command("DEL", "prices");
      Published.now(RedisPublisher.create(link, "prices").withoutNotification(), "1");
      assertThat(Published.dataIn(console, "prices")).containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+eval", "+xadd", "+publish", "~prices", "&prices"})
  void saysThatARightIsMissingAndLeavesNothing(String right) {
    try (RedisLink link = link(ENOUGH.replace(right, ""))) {
      console.command("DEL", "prices");
      assertThatFails(
          RedisPublisher.create(link, "prices").publish(ServerSentEvent.of("1")),
          "refuses",
          "'prices'",
          "check the user's rights (ACL)");
      assertThat(console.number("EXISTS", "prices")).isZero();
    }
  }

  @Test
  void saysThatThePasswordIsWrongWithoutRepeatingIt() {
    try (RedisLink link = RedisLink.create("redis://nobody:hunter2@127.0.0.1:" + redis.port())) {
      assertThatFails(
          RedisPublisher.create(link, "prices").publish(ServerSentEvent.of("1")),
          "refuses",
          "WRONGPASS",
          "check the user's rights (ACL)");
    }
  }

  private static RedisLink link(String rights) {
    String words = "ACL SETUSER publisher reset on >secret +hello +client +ping " + rights;
    console.command(words.trim().split(" +"));
    return RedisLink.create("redis://publisher:secret@127.0.0.1:" + redis.port());
  }
}
