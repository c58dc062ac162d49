package io.github.ssebridge.kafka;

import io.github.ssebridge.testkit.EmbeddedKafka;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * What such tests share: a broker for the class, and for each test a topic's name and its nodes.
 */
abstract class NodesOfOneTopic {

  static EmbeddedKafka kafka;

  TestTopic topic;
  KafkaNodes nodes;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  final void name() {
    topic = TestTopic.missing(kafka);
    nodes = new KafkaNodes(kafka, topic);
  }

  @AfterEach
  final void closeNodes() {
    nodes.close();
    topic.close();
  }
}
