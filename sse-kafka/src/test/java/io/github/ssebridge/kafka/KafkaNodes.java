package io.github.ssebridge.kafka;

import io.github.ssebridge.testkit.FeedNodes;
import io.github.ssebridge.testkit.KafkaBrokers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Nodes that carry one topic. For one test. */
final class KafkaNodes extends FeedNodes {

  // What the feeds of nodes are made with that start from now on.
  private static final class Feeds {
    private final TestTopic topic;
    private final Map<String, String> settings = new HashMap<>();
    private UnaryOperator<KafkaFeedOptions> change = UnaryOperator.identity();

    Feeds(KafkaBrokers kafka, TestTopic topic) {
      this.topic = topic;
      settings.put("bootstrap.servers", kafka.bootstrapServers());
    }

    KafkaFeed next() {
      return KafkaFeed.create(change.apply(new KafkaFeedOptions(topic.name(), settings)));
    }
  }

  private final Feeds feeds;

  KafkaNodes(KafkaBrokers kafka, TestTopic topic) {
    this(new Feeds(kafka, topic));
  }

  private KafkaNodes(Feeds feeds) {
    super(feeds::next);
    this.feeds = feeds;
  }

  /** Nodes that start from now on have this setting of kafka-clients. */
  KafkaNodes with(String setting, String value) {
    feeds.settings.put(setting, value);
    return this;
  }

  /** Nodes that start from now on have feeds like this. */
  KafkaNodes withFeeds(UnaryOperator<KafkaFeedOptions> change) {
    feeds.change = change;
    return this;
  }
}
