package io.github.ssebridge.kafka;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.LogWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as the feed of a stream.
 *
 * <p>All partitions are read by one consumer without a group, on a thread of its own, from the end
 * of the topic at the time the feed starts. The value of a record, which should be UTF-8, is the
 * data of an event, byte for byte; its header {@code event} names the type; a record without a
 * value is an event of type {@code delete} with the key as data. Events of one partition stay in
 * order.
 *
 * <p>When the brokers are out of reach the feed waits and then goes on at the same offsets. It does
 * not publish: produce into the topic instead.
 */
public final class KafkaFeed implements EventFeed {

  private final KafkaFeedOptions options;

  // Guarded by the hub, which starts and stops in turn.
  private @Nullable TopicReader reader;

  private KafkaFeed(KafkaFeedOptions options) {
    this.options = options;
  }

  /** A feed of a topic. */
  public static KafkaFeed create(KafkaFeedOptions options) {
    return new KafkaFeed(options);
  }

  /** A feed of a topic, given the settings of kafka-clients. */
  public static KafkaFeed create(String topic, Map<String, String> consumer) {
    return create(new KafkaFeedOptions(topic, consumer));
  }

  @Override
  public void start(LogWriter writer) {
    TopicReader starting = new TopicReader(options, writer);
    reader = starting;
    Thread thread = new Thread(starting, "sse-kafka-" + options.topic());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    if (reader != null) {
      reader.stop();
      reader = null;
    }
  }
}
