package io.github.ssebridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a node, by name. A stream's feed is opened for its first subscriber and closed
 * after its last, so that any number of clients costs one subscription at the source.
 *
 * <p>Safe for use by many threads; nothing here blocks.
 */
public final class EventHub implements AutoCloseable {

  private final HubOptions options;
  private final LongSupplier nanoClock;
  private final Map<String, HubStream> streams = new ConcurrentHashMap<>();
  private final Map<ReaderLoop, LoopSubscriptions> subscriptions = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private volatile boolean closed;

  private EventHub(HubOptions options, LongSupplier nanoClock) {
    this.options = options;
    this.nanoClock = nanoClock;
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
    return create(options, System::nanoTime);
  }

  /** A hub with a clock of its own for the age of events. */
  static EventHub create(HubOptions options, LongSupplier nanoClock) {
    return new EventHub(options, nanoClock);
  }

  /** Adds a stream that lives in this node: {@link #publish} is what feeds it. */
  public EventHub stream(String name) {
    return stream(name, options.streams());
  }

  /** Adds a stream that lives in this node, with options of its own. */
  public EventHub stream(String name, StreamOptions streamOptions) {
    add(name, new MemoryFeed(), streamOptions).open();
    return this;
  }

  /**
   * Adds a stream with a feed, which belongs to the hub from now on.
   *
   * @throws IllegalArgumentException if the name is taken, or is not one to 255 of {@code A-Z a-z
   *     0-9 . _ ~ -}
   */
  public EventHub stream(String name, EventFeed feed) {
    return stream(name, feed, options.streams());
  }

  /**
   * Adds a stream with a feed, and with options of its own.
   *
   * @throws IllegalArgumentException if the name is taken or not a name, or if the options want a
   *     snapshot of a feed that is no {@link ReplayableFeed}
   */
  public EventHub stream(String name, EventFeed feed, StreamOptions streamOptions) {
    add(name, feed, streamOptions);
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

  /** Publishes an event without a key. */
  public CompletionStage<Void> publish(String name, ServerSentEvent event) {
    return publish(name, null, event);
  }

  /**
   * Publishes an event into a stream: for a stream with a feed into its source, from where it comes
   * back on every node.
   *
   * @param key what the event is about, null for none
   * @return when the stream or its source has it; fails if the stream is read-only, or its source
   *     out of reach
   * @throws IllegalArgumentException if there is no such stream, or the event cannot be one of it
   */
  public CompletionStage<Void> publish(String name, @Nullable String key, ServerSentEvent event) {
    return get(name).feed().publish(key, event);
  }

  /** Begins to read all events of a stream. */
  public Subscription subscribe(
      String name, @Nullable String lastEventId, ReaderLoop loop, Subscriber subscriber) {
    return subscribe(List.of(StreamSelection.all(name)), lastEventId, loop, subscriber);
  }

  /**
   * Begins to read one or several streams, all of them or single keys. To be called on the thread
   * of the loop, to which the subscription is confined; the subscriber is woken for the first time
   * when this has returned.
   *
   * @param selections what to read, of each stream once
   * @param lastEventId where the client was, null if it says nothing; any text is fine
   * @throws IllegalArgumentException if there is no such stream, or if the ids of so many streams
   *     would be too long
   */
  public Subscription subscribe(
      List<StreamSelection> selections,
      @Nullable String lastEventId,
      ReaderLoop loop,
      Subscriber subscriber) {
    assert loop.isOnThread() : "subscribed on another thread than the loop's";
    StreamSelection.requireFit(selections);
    List<HubStream> wanted = selections.stream().map(s -> get(s.stream())).toList();
    LoopSubscriptions neighbours = subscriptions.computeIfAbsent(loop, LoopSubscriptions::new);
    Subscription subscription = new Subscription(loop, subscriber, selections, neighbours);
    List<StreamReader> joined = new ArrayList<>(wanted.size());
    try {
      for (int i = 0; i < wanted.size(); i++) {
        HubStream stream = wanted.get(i);
        String position = CombinedId.positionIn(stream.name(), lastEventId);
        joined.add(stream.join(selections.get(i), position, subscription));
      }
      subscription.begin(joined);
    } catch (RuntimeException e) {
      joined.forEach(StreamReader::close);
      throw e;
    }
    return subscription;
  }

  /**
   * Sends clients away whose right to read has ended: each is told by {@code sse:goaway}, and has
   * to come back with what it has for a credential then. To be called when it would be refused.
   *
   * @param who is asked about each client, on the thread of its loop; must not block
   * @return how many it was, once all clients of this node have been asked
   */
  public CompletionStage<Integer> disconnect(Predicate<? super ConnectedClient> who) {
    AtomicInteger disconnected = new AtomicInteger();
    CompletableFuture<?>[] visits =
        subscriptions.values().stream()
            .map(
                neighbours ->
                    neighbours.visit(
                        subscription -> {
                          if (who.test(subscription.client())) {
                            disconnected.incrementAndGet();
                            subscription.disconnect();
                          }
                        }))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(visits).thenApply(done -> disconnected.get());
  }

  /**
   * Finishes a stream on this node: nothing will come any more. Clients get what is left, then
   * {@code sse:end}; who has got all and comes back is told not to. The other nodes of a stream
   * have to be told the same.
   *
   * @param reason what clients are told
   * @throws UnsupportedOperationException if its feed is a {@link ReplayableFeed}, whose source
   *     goes on
   */
  public void finish(String name, String reason) {
    get(name).finish(reason);
  }

  /** Whether {@link #finish} has been called for a stream. */
  public boolean isFinished(String name) {
    return get(name).isFinished();
  }

  /** What a stream has done so far on this node. */
  public StreamCounters counters(String name) {
    return get(name).counters();
  }

  /**
   * Looks how the readers of all streams are, on their own threads and without keeping these from
   * their work.
   *
   * @return the sample of each stream, when all readers have been looked at
   */
  public CompletionStage<Map<String, ReaderSample>> sampleReaders() {
    return Sampling.of(Set.copyOf(streams.keySet()), subscriptions.values());
  }

  /** The names of the streams. */
  public Set<String> streams() {
    return Set.copyOf(streams.keySet());
  }

  /** How the feed of a stream is. */
  public FeedStatus status(String name) {
    return get(name).feed().status();
  }

  /** How many subscriptions a stream has on this node. */
  public int subscribers(String name) {
    return get(name).subscribers();
  }

  /** For tests: how many audiences and views of keys the log of a stream has. */
  int seated(String name) {
    return get(name).seated();
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

  private HubStream add(String name, EventFeed feed, StreamOptions streamOptions) {
    if (!name.matches("[A-Za-z0-9._~-]{1,255}")) {
      throw new IllegalArgumentException(
          "a stream's name must be 1 to 255 of A-Z a-z 0-9 . _ ~ -, but is '" + name + "'");
    }
    if (streamOptions.snapshot() != null && !(feed instanceof ReplayableFeed)) {
      throw new IllegalArgumentException(
          "the stream '%s' cannot have a snapshot: its feed cannot read its source from the beginning"
              .formatted(name));
    }
    HubStream added = new HubStream(name, feed, options, streamOptions, timer, nanoClock);
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
