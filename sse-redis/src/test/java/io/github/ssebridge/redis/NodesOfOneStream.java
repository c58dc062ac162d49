package io.github.ssebridge.redis;

import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedNodes;
import io.github.ssebridge.testkit.RedisConsole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What such tests share: a Redis for the class, and for each test a stream and its nodes. */
abstract class NodesOfOneStream {

  static EmbeddedRedis redis;

  TestStream stream;
  FeedNodes nodes;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  final void name() {
    stream = new TestStream(new RedisConsole(redis.port()), redis.uri());
    nodes = new FeedNodes(stream::feed);
  }

  @AfterEach
  final void closeNodes() {
    nodes.close();
    stream.close();
  }
}
