package io.github.ssebridge.kafka;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.EventFeedContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class KafkaFeedContractTest extends EventFeedContract {

  private static EmbeddedKafka kafka;

  private TestTopic topic;
  private TestTopic missing;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  @BeforeEach
  void createTopic() {
    topic = TestTopic.create(kafka, 1);
    afterTest(topic::close);
    missing = TestTopic.missing(kafka);
    afterTest(missing::close);
  }

  @Override
  protected EventFeed feed() {
    return topic.feed();
  }

  @Override
  protected void produce(List<byte[]> payloads) {
    topic.produceBytes(payloads);
  }

  @Override
  protected void takeSourceAway() {
    kafka.stop();
  }

  @Override
  protected void bringSourceBack() {
    kafka.startAgain();
  }

  @Override
  protected List<String> produceWhileAway(String... payloads) {
    topic.produceLater(payloads);
    return List.of(payloads);
  }

  @Override
  protected boolean keepsEvents() {
    return true;
  }

  @Override
  protected int subscriptionsAtSource() {
    return topic.readers();
  }

  @Override
  protected EventFeed feedOfMissingSource() {
    return missing.feed();
  }

  @Override
  protected void makeMissingSourceAppear() {
    missing.create(1);
  }
}
