package io.github.ssebridge;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a node, by name. A stream's feed is opened for its first subscriber and closed
 * after its last, so that any number of clients costs one subscription at the source.
 *
 * <p>Safe for use by many threads; nothing here blocks.
 */
public final class EventHub implements AutoCloseable {

  private final HubOptions options;
  private final Map<String, HubStream> streams = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private volatile boolean closed;

  private EventHub(HubOptions options) {
    this.options = options;
    this.timer = new ScheduledThreadPoolExecutor(1, EventHub::timerThread);
    this.timer.setRemoveOnCancelPolicy(true);
    this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** A hub with the default options. */
  public static EventHub create() {
    return create(HubOptions.defaults());
  }

  /** A hub without streams yet. */
  public static EventHub create(HubOptions options) {
    return new EventHub(options);
  }

  /** Adds a stream that lives in this node: {@link #publish} is what feeds it. */
  public EventHub stream(String name) {
    add(name, new MemoryFeed()).open();
    return this;
  }

  /**
   * Adds a stream with a feed, which belongs to the hub from now on.
   *
   * @throws IllegalArgumentException if the name is taken, or is not one to 255 of {@code A-Z a-z
   *     0-9 . _ ~ -}
   */
  public EventHub stream(String name, EventFeed feed) {
    add(name, feed);
    return this;
  }

  /** Whether there is a stream of this name. */
  public boolean has(String name) {
    return streams.containsKey(name);
  }

  /** Whether {@link #close} has been called. */
  public boolean isClosed() {
    return closed;
  }

  /** Opens a stream's feed ahead of the first subscriber; it closes if none comes meanwhile. */
  public void open(String name) {
    get(name).open();
  }

  /**
   * Publishes an event into a stream: for a stream with a feed into its source, from where it comes
   * back on every node.
   *
   * @return when the stream or its source has it; fails if the stream is read-only, or its source
   *     out of reach
   * @throws IllegalArgumentException if there is no such stream, or the event cannot be one of it
   */
  public CompletionStage<Void> publish(String name, ServerSentEvent event) {
    return get(name).feed().publish(event);
  }

  /**
   * Begins to read a stream. To be called on the thread of the loop, to which the subscription is
   * confined.
   *
   * @param lastEventId where the client was, null if it says nothing; any text is fine
   * @throws IllegalArgumentException if there is no such stream
   */
  public Subscription subscribe(
      String name, @Nullable String lastEventId, ReaderLoop loop, Subscriber subscriber) {
    return get(name).subscribe(lastEventId, loop, subscriber);
  }

  /** How many subscriptions a stream has on this node. */
  public int subscribers(String name) {
    return get(name).subscribers();
  }

  /** Closes all feeds and ends all subscriptions. */
  @Override
  public void close() {
    closed = true;
    try {
      streams.values().forEach(HubStream::end);
    } finally {
      timer.shutdown();
    }
  }

  private HubStream add(String name, EventFeed feed) {
    if (!name.matches("[A-Za-z0-9._~-]{1,255}")) {
      throw new IllegalArgumentException(
          "a stream's name must be 1 to 255 of A-Z a-z 0-9 . _ ~ -, but is '" + name + "'");
    }
    HubStream added = new HubStream(name, feed, options, timer);
    if (streams.putIfAbsent(name, added) != null) {
      throw new IllegalArgumentException("there is a stream '" + name + "' already");
    }
    return added;
  }

  private HubStream get(String name) {
    HubStream stream = streams.get(name);
    if (stream == null) {
      throw new IllegalArgumentException("there is no stream '" + name + "'");
    }
    return stream;
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "sse-hub-timer");
    thread.setDaemon(true);
    return thread;
  }
}
