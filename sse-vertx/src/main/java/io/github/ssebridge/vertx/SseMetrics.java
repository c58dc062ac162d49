package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ReaderSample;
import io.github.ssebridge.vertx.Meters.What;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of a hub for Micrometer, which is an optional dependency.
 *
 * <pre>{@code
 * SseMetrics metrics = SseMetrics.create(hub, connections);
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>The hub counts whether anybody looks or not; what is added here is a look at all readers every
 * few seconds, on their own threads. Streams that the hub is given later are found then. What each
 * meter means stands in {@code docs/metrics.md}. No tag holds a key, an id or who a client is.
 *
 * <p>To be bound once, and closed when the registry outlives the hub. Safe for use by any thread.
 */
public final class SseMetrics implements MeterBinder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SseMetrics.class);

  private final EventHub hub;
  private final @Nullable SseConnections connections;
  private final SseMetricsOptions options;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<String, StreamMeters> streams = new ConcurrentHashMap<>();

  // Set once.
  private volatile @Nullable Meters meters;

  private volatile long sampledNanos = System.nanoTime();

  // Confined to the timer's thread.
  private CompletableFuture<?> sample = CompletableFuture.completedFuture(null);

  private SseMetrics(
      EventHub hub, @Nullable SseConnections connections, SseMetricsOptions options) {
    this.hub = hub;
    this.connections = connections;
    this.options = options;
    this.timer = new ScheduledThreadPoolExecutor(1, SseMetrics::timerThread);
    this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Metrics of a hub, without its connections, and with the default options. */
  public static SseMetrics create(EventHub hub) {
    return create(hub, null, SseMetricsOptions.defaults());
  }

  /** Metrics of a hub and of the connections of its routes, with the default options. */
  public static SseMetrics create(EventHub hub, SseConnections connections) {
    return create(hub, connections, SseMetricsOptions.defaults());
  }

  /**
   * Metrics of a hub.
   *
   * @param connections those of its routes, null if they do not share any
   */
  public static SseMetrics create(
      EventHub hub, @Nullable SseConnections connections, SseMetricsOptions options) {
    return new SseMetrics(hub, connections, options);
  }

  /**
   * Registers all meters and begins to look at the readers.
   *
   * @throws IllegalStateException if this has been called before
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (meters != null) {
      throw new IllegalStateException("these metrics are bound already");
    }
    Meters made = new Meters(registry, options.tags());
    meters = made;
    made.gauge(
        new What("sse.sample.age", "seconds", "Time since all readers were looked at last"),
        Tags.empty(),
        this,
        SseMetrics::sampleAgeSeconds);
    if (connections != null) {
      ConnectionMeters.register(connections, made);
    }
    addStreams(made);
    long interval = options.sampleInterval().toNanos();
    var unused = timer.scheduleAtFixedRate(this::takeSample, 0, interval, TimeUnit.NANOSECONDS);
  }

  /** Stops looking at readers, and removes the meters from the registry. */
  @Override
  public synchronized void close() {
    timer.shutdown();
    Meters mine = meters;
    if (mine != null) {
      mine.removeAll();
    }
  }

  private double sampleAgeSeconds() {
    return (System.nanoTime() - sampledNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private synchronized void addStreams(Meters to) {
    if (!timer.isShutdown()) {
      hub.streams()
          .forEach(name -> streams.computeIfAbsent(name, n -> new StreamMeters(n, hub, to)));
    }
  }

  /** Begins a sample, unless a thread has not yet come to the last one. */
  private void takeSample() {
    Meters mine = meters;
    if (mine == null || !sample.isDone()) {
      return;
    }
    try {
      addStreams(mine);
    } catch (RuntimeException refused) {
      // Thrown from here it would end all further samples, without a word.
      LOG.warn("the registry does not take the meters of a stream: {}", refused.getMessage());
    }
    // Back on the timer's thread: the last of the readers' threads has better things to do.
    sample = hub.sampleReaders().toCompletableFuture().thenAcceptAsync(this::take, timer);
  }

  private void take(Map<String, ReaderSample> samples) {
    samples.forEach(
        (name, found) -> {
          StreamMeters stream = streams.get(name);
          if (stream != null) {
            stream.sampled(found);
          }
        });
    sampledNanos = System.nanoTime();
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "sse-metrics");
    thread.setDaemon(true);
    return thread;
  }
}
