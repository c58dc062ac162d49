package io.github.ssebridge.testkit;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StartPoint;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.StreamSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Nodes that carry one source, and their clients; closes all of them. For one test. */
public class FeedNodes implements AutoCloseable {

  private static final String STREAM = "stream";

  private final Supplier<? extends EventFeed> feeds;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private StreamOptions streams = StreamOptions.defaults();

  /** Nodes that have none yet; each begins with a feed of its own. */
  public FeedNodes(Supplier<? extends EventFeed> feeds) {
    this.feeds = feeds;
  }

  /** Nodes that start from now on keep no more than so many events. */
  public FeedNodes withEvents(int most) {
    return withLog(LogOptions.defaults().withMaxEvents(most));
  }

  /** Nodes that start from now on keep so much. */
  public FeedNodes withLog(LogOptions log) {
    streams = streams.withLog(log);
    return this;
  }

  /** Nodes that start from now on read the source again so often at once. */
  public FeedNodes withReplays(int most) {
    streams = streams.withReplays(most);
    return this;
  }

  /** Another node, which has not started to read before it has a client. */
  public Node node() {
    Node node = new Node(EventHub.create().stream(STREAM, feeds.get(), streams), opened);
    opened.add(0, node.hub);
    return node;
  }

  /** The first node of these, with a client that has been greeted. */
  public FeedReader reader() {
    return node().greeted();
  }

  /** A client that comes back with an id to a node of its own. */
  public FeedReader resuming(String lastEventId) {
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

  /**
   * One node.
   *
   * @param hub its streams
   * @param opened what is to be closed
   */
  public record Node(EventHub hub, List<AutoCloseable> opened) {

    /** A client that comes for the first time. */
    public FeedReader reader() {
      return reader(StreamSelection.all(STREAM), null);
    }

    /** A client that comes for the first time, when it has been greeted. */
    public FeedReader greeted() {
      FeedReader reader = reader();
      Eventually.greeted(reader);
      return reader;
    }

    /** A client that comes back with an id. */
    public FeedReader resuming(String lastEventId) {
      return reader(StreamSelection.all(STREAM), lastEventId);
    }

    /** A client that wants one key. */
    public FeedReader of(String key, @Nullable String lastEventId) {
      return reader(new StreamSelection(STREAM, Set.of(key)), lastEventId);
    }

    /** A client that says where to begin. */
    public FeedReader from(StartPoint start) {
      return reader(new StreamSelection(STREAM, Set.of(), start), null);
    }

    /** A client that comes back and takes nothing before it is told to. */
    public FeedReader paused(String lastEventId) {
      return keep(FeedReader.paused(hub, StreamSelection.all(STREAM), lastEventId));
    }

    /** How the feed is. */
    public FeedStatus status() {
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
