package io.github.ssebridge.kafka;

import io.github.ssebridge.FeedStatus;
import java.util.Map;
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
  private long records;

  // For any thread.
  private volatile FeedStatus.State state = FeedStatus.State.STARTING;
  private volatile String detail = "";
  private volatile long recordsRead;
  private volatile long heldBack;

  BrokerWatch(String stream, KafkaFeedOptions options) {
    this.stream = stream;
    this.options = options;
  }

  /** How the feed is; for any thread. */
  FeedStatus status(long unmappable) {
    return new FeedStatus(
        state,
        detail,
        Map.of("records", recordsRead, "unmappable", unmappable, "heldBack", heldBack));
  }

  void read(int count) {
    if (count > 0) {
      records += count;
      recordsRead = records;
    }
  }

  /** How many offsets open transactions hide from readers of what is committed. */
  void heldBack(long offsets) {
    heldBack = offsets;
  }

  /** Ids of many partitions are rounded. */
  void opened(long mostRepeated) {
    if (mostRepeated > 0) {
      LOG.warn(
          "stream '{}': topic '{}' has so many partitions that ids are rounded: a client that comes"
              + " back may get up to {} records of each partition again",
          stream,
          options.topic(),
          mostRepeated);
    }
  }

  void replaced() {
    LOG.warn(
        "stream '{}': topic '{}' is another one than before: it was deleted and created again; told"
            + " the browsers, reading it from its beginning",
        stream,
        options.topic());
  }

  void reading(int partitions) {
    state = FeedStatus.State.READING;
    detail = "topic '%s', %d partitions".formatted(options.topic(), partitions);
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
    state = FeedStatus.State.UNREACHABLE;
    detail = "no Kafka broker answers at " + options.bootstrapServers();
    if (changedTo("unreachable")) {
      LOG.warn(
          "stream '{}': no Kafka broker answers at {}: is it running, and is bootstrap.servers"
              + " right? Browsers stay connected; trying until it is there",
          stream,
          options.bootstrapServers());
    }
  }

  void noTopic() {
    state = FeedStatus.State.FAILING;
    detail = "there is no topic '%s'".formatted(options.topic());
    if (changedTo("no topic")) {
      LOG.warn(
          "stream '{}': there is no topic '{}' at {}: create it, or correct the stream's topic;"
              + " looking for it every second",
          stream,
          options.topic(),
          options.bootstrapServers());
    }
  }

  void standsStill(UnmappableRecordException why) {
    state = FeedStatus.State.FAILING;
    detail = String.valueOf(why.getMessage());
    if (changedTo(detail)) {
      LOG.error(
          "stream '{}' stands still: {}; correct the mapper, or let such records be skipped",
          stream,
          detail);
    }
  }

  void failed(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    state = FeedStatus.State.FAILING;
    detail = String.valueOf(cause.getMessage());
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

  void positionLost(TopicPartition partition, long wanted, long goingOnAt) {
    LOG.warn(
        "stream '{}': {} has no offset {} any more; told the browsers, going on at {}",
        stream,
        partition,
        KafkaPosition.offset(wanted),
        goingOnAt);
  }

  private boolean changedTo(String state) {
    boolean changed = !said.equals(state);
    said = state;
    return changed;
  }
}
