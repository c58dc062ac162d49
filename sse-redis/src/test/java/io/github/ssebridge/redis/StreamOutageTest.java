package io.github.ssebridge.redis;

import static io.github.ssebridge.testkit.Eventually.gets;
import static io.github.ssebridge.testkit.Eventually.id;
import static io.github.ssebridge.testkit.Eventually.numbers;
import static io.github.ssebridge.testkit.Eventually.story;
import static io.github.ssebridge.testkit.Eventually.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.FeedNodes;
import io.github.ssebridge.testkit.FeedNodes.Node;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.LogLines;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class StreamOutageTest {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void losesNothingWhenARedisThatKeepsItsDataIsKilled() {
    EmbeddedRedis redis = keep(EmbeddedRedis.startPersistent(FreePort.find()));
    TestStream stream = streamOf(redis);
    FeedNodes nodes = nodesOf(stream);
    FeedReader live = nodes.reader();
    FeedReader away = nodes.reader();
    stream.add(values(0, 10));
    gets(away, numbers(0, 10));
    away.close();
    redis.kill();
    redis.startAgain();
    stream.add(values(10, 20));
    gets(live, numbers(0, 20));
    gets(nodes.resuming(away.lastEventId()), numbers(10, 20));
    assertThat(live.events("sse:gap")).isEmpty();
  }

  @Test
  void saysThatARedisHasLostItsData() {
    EmbeddedRedis redis = keep(EmbeddedRedis.start());
    TestStream stream = streamOf(redis);
    FeedNodes nodes = nodesOf(stream);
    FeedReader live = nodes.reader();
    stream.add(values(0, 10));
    gets(live, numbers(0, 10));
    redis.kill();
    redis.startAgain();
    stream.add(values(100, 130));
    Eventually.check(() -> assertThat(live.data()).endsWith("129"));
    assertThat(story(live).get(10)).isEqualTo("gap source-reset");
    assertThat(live.data().subList(10, 40)).containsExactlyElementsOf(numbers(100, 130));
    FeedReader back = nodes.resuming(id(live, 4));
    Eventually.check(() -> assertThat(story(back)).startsWith("gap source-reset").endsWith("129"));
  }

  @Test
  void saysThatARedisHasLostItsLatestDataOnly() {
    EmbeddedRedis redis = keep(EmbeddedRedis.start());
    TestStream stream = streamOf(redis);
    FeedNodes nodes = nodesOf(stream);
    FeedReader live = nodes.reader();
    stream.add(values(0, 10));
    RedisConsole console = new RedisConsole(redis.port());
    String kept = stream.add("10");
    gets(live, numbers(0, 11));
    String lost = stream.add("lost");
    Eventually.check(() -> assertThat(live.data()).endsWith("lost"));
    // As after a failover to a replica that lacks the end.
    stream.delete(lost);
    var unused = console.command("XSETID", stream.key(), kept, "ENTRIESADDED", "11");
    Eventually.check(() -> assertThat(story(live)).endsWith("gap source-reset"));
    stream.add("11");
    Eventually.check(() -> assertThat(story(live)).endsWith("lost", "gap source-reset", "11"));
    assertThat(live.lastEventId()).endsWith("/12");
    FeedReader fromLost = nodes.resuming(lost + "/12");
    Eventually.check(() -> assertThat(story(fromLost)).containsExactly("gap source-reset", "11"));
  }

  @Test
  void findsThatAFrozenRedisIsAwayAndGoesOnWhenItIsBack() {
    EmbeddedRedis redis = keep(EmbeddedRedis.start());
    TestStream stream = streamOf(redis);
    Node node = nodesOf(stream).node();
    FeedReader live = node.greeted();
    stream.add("1");
    gets(live, "1");
    assertThat(node.status().state()).isEqualTo(State.READING);
    redis.freeze();
    Eventually.check(
        Duration.ofSeconds(5),
        () -> assertThat(node.status().state()).isEqualTo(State.UNREACHABLE));
    redis.thaw();
    stream.add("2");
    gets(live, "1", "2");
    Eventually.check(() -> assertThat(node.status().state()).isEqualTo(State.READING));
    assertThat(story(live)).containsExactly("1", "2");
  }

  @Test
  void saysInOneLineThatAKeyIsNoStreamAndGoesOnWhenItIs() {
    EmbeddedRedis redis = keep(EmbeddedRedis.start());
    try (LogLines log = new LogLines(RedisStreamFeed.class)) {
      TestStream stream = streamOf(redis);
      Node node = nodesOf(stream).node();
      RedisConsole console = new RedisConsole(redis.port());
      var unused = console.command("SET", stream.key(), "1");
      FeedReader reader = node.reader();
      Eventually.check(() -> assertThat(node.status().state()).isEqualTo(State.FAILING));
      Eventually.stays(Duration.ofSeconds(2), () -> assertThat(log.with("")).hasSize(1));
      assertThat(log.with("").get(0)).contains("WRONGTYPE", stream.key());
      unused = console.command("DEL", stream.key());
      Eventually.greeted(reader);
      stream.add("1");
      gets(reader, "1");
    }
  }

  @Test
  void saysInOneLineThatAUserMayNotReadTheStream() {
    EmbeddedRedis redis = keep(EmbeddedRedis.start());
    RedisConsole console = new RedisConsole(redis.port());
    var unused =
        console.command("ACL", "SETUSER", "reader", "on", ">secret", "~other", "+@all", "&*");
    try (LogLines log = new LogLines(RedisStreamFeed.class)) {
      String uri = redis.uri().replace("//", "//reader:secret@");
      TestStream stream = keep(new TestStream(console, uri));
      FeedReader reader = nodesOf(stream).node().reader();
      Eventually.check(() -> assertThat(log.with("NOPERM")).hasSize(1));
      assertThat(log.with("").get(0)).contains("ACL", stream.key()).doesNotContain("secret");
      unused = console.command("ACL", "SETUSER", "reader", "~*");
      stream.add("1");
      Eventually.greeted(reader);
    }
  }

  private TestStream streamOf(EmbeddedRedis redis) {
    return keep(new TestStream(new RedisConsole(redis.port()), redis.uri()));
  }

  private FeedNodes nodesOf(TestStream stream) {
    return keep(new FeedNodes(stream::feed));
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }
}
