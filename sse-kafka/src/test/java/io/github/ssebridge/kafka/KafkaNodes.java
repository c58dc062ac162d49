package io.github.ssebridge.kafka;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StartPoint;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.KafkaBrokers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Nodes that carry one topic, and their clients; closes all of them. For one test. */
final class KafkaNodes implements AutoCloseable {

  private static final String STREAM = "stream";

  private final TestTopic topic;
  private final Map<String, String> settings = new HashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private StreamOptions streams = StreamOptions.defaults();
  private UnaryOperator<KafkaFeedOptions> feeds = UnaryOperator.identity();

  KafkaNodes(KafkaBrokers kafka, TestTopic topic) {
    this.topic = topic;
    settings.put("bootstrap.servers", kafka.bootstrapServers());
  }

  /** Nodes that start from now on have this setting of kafka-clients. */
  KafkaNodes with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  /** Nodes that start from now on have feeds like this. */
  KafkaNodes withFeeds(UnaryOperator<KafkaFeedOptions> change) {
    feeds = change;
    return this;
  }

  /** Nodes that start from now on keep no more than so many events. */
  KafkaNodes withEvents(int most) {
    return withLog(LogOptions.defaults().withMaxEvents(most));
  }

  KafkaNodes withLog(LogOptions log) {
    streams = streams.withLog(log);
    return this;
  }

  KafkaNodes withReplays(int most) {
    streams = streams.withReplays(most);
    return this;
  }

  /** Another node, which has not started to read before it has a client. */
  Node node() {
    KafkaFeed feed = KafkaFeed.create(feeds.apply(new KafkaFeedOptions(topic.name(), settings)));
    Node node = new Node(EventHub.create().stream(STREAM, feed, streams), feed, opened);
    opened.add(0, node.hub);
    return node;
  }

  /** The first node of these, with a client that has been greeted. */
  FeedReader reader() {
    return node().greeted();
  }

  /** A client that comes back with an id to a node of its own. */
  FeedReader resuming(String lastEventId) {
    return node().resuming(lastEventId);
  }

  @Override
  public void close() {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close " + each, e);
      }
    }
  }

  /** One node. */
  record Node(EventHub hub, KafkaFeed feed, List<AutoCloseable> opened) {

    /** A client that comes for the first time. */
    FeedReader reader() {
      return reader(StreamSelection.all(STREAM), null);
    }

    /** A client that comes for the first time, when it has been greeted. */
    FeedReader greeted() {
      FeedReader reader = reader();
      Eventually.greeted(reader);
      return reader;
    }

    FeedReader resuming(String lastEventId) {
      return reader(StreamSelection.all(STREAM), lastEventId);
    }

    /** A client that wants one key. */
    FeedReader of(String key, @Nullable String lastEventId) {
      return reader(new StreamSelection(STREAM, Set.of(key)), lastEventId);
    }

    FeedReader from(StartPoint start) {
      return reader(new StreamSelection(STREAM, Set.of(), start), null);
    }

    /** A client that comes back and takes nothing before it is told to. */
    FeedReader paused(String lastEventId) {
      return keep(FeedReader.paused(hub, StreamSelection.all(STREAM), lastEventId));
    }

    FeedStatus status() {
      return hub.status(STREAM);
    }

    private FeedReader reader(StreamSelection selection, @Nullable String lastEventId) {
      return keep(FeedReader.of(hub, selection, lastEventId));
    }

    private FeedReader keep(FeedReader reader) {
      opened.add(0, reader);
      return reader;
    }
  }
}
