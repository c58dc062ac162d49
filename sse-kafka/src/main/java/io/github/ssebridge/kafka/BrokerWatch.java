package io.github.ssebridge.kafka;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once, in one line, when a feed's state changes, and what to do about it. Confined to the
 * thread that reads the topic.
 */
final class BrokerWatch {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);

  private final String stream;
  private final KafkaFeedOptions options;
  private String said = "";
  private boolean everRead;

  BrokerWatch(String stream, KafkaFeedOptions options) {
    this.stream = stream;
    this.options = options;
  }

  void reading(int partitions) {
    if (changedTo("reading")) {
      LOG.info(
          "stream '{}': {} topic '{}' ({} partitions) at {}",
          stream,
          everRead ? "again reading" : "reading",
          options.topic(),
          partitions,
          options.bootstrapServers());
      everRead = true;
    }
  }

  void unreachable() {
    if (changedTo("unreachable")) {
      LOG.warn(
          "stream '{}': no Kafka broker answers at {}: is it running, and is bootstrap.servers"
              + " right? Browsers stay connected; trying until it is there",
          stream,
          options.bootstrapServers());
    }
  }

  void noTopic() {
    if (changedTo("no topic")) {
      LOG.warn(
          "stream '{}': there is no topic '{}' at {}: create it, or correct the stream's topic;"
              + " looking for it every second",
          stream,
          options.topic(),
          options.bootstrapServers());
    }
  }

  void failed(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (changedTo(cause.toString())) {
      LOG.error(
          "stream '{}': cannot read topic '{}' at {}: {}; check the Kafka settings, trying again"
              + " every second",
          stream,
          options.topic(),
          options.bootstrapServers(),
          cause.getMessage());
    }
  }

  void positionLost(TopicPartition partition, long wanted, long beginning) {
    LOG.warn(
        "stream '{}': {} has no offset {} any more; told the browsers, going on at {}",
        stream,
        partition,
        wanted,
        beginning);
  }

  private boolean changedTo(String state) {
    boolean changed = !said.equals(state);
    said = state;
    return changed;
  }
}
