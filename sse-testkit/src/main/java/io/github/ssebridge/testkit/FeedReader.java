package io.github.ssebridge.testkit;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogSlice;
import io.github.ssebridge.ReaderLoop;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.StreamSelection;
import io.github.ssebridge.Subscriber;
import io.github.ssebridge.Subscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One client of a hub's stream, without HTTP; it reads as soon as there is something, and decodes
 * what it reads. A thread of its own owns the subscription; safe for use by any other.
 */
public final class FeedReader implements AutoCloseable {

  private static final int MAX_BYTES = 64 << 10;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(FeedReader::readerThread);
  private final List<ServerSentEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final String firstId;
  private final SseDecoder decoder;
  private volatile boolean open = true;

  // Confined to the thread; null until it has subscribed.
  private @Nullable Subscription subscription;
  private boolean reads;

  private FeedReader(
      EventHub hub, StreamSelection selection, @Nullable String lastEventId, boolean reads) {
    this.firstId = lastEventId == null ? "" : lastEventId;
    this.decoder = new SseDecoder(events::add, firstId, DecoderLimits.defaults());
    this.reads = reads;
    onThread(() -> subscribe(hub, selection, lastEventId));
  }

  /** Subscribes as a browser does the first time. */
  public static FeedReader of(EventHub hub, String stream) {
    return of(hub, StreamSelection.all(stream), null);
  }

  /** Subscribes as a browser does again. */
  public static FeedReader resuming(EventHub hub, String stream, String lastEventId) {
    return of(hub, StreamSelection.all(stream), lastEventId);
  }

  /** Subscribes to what it wants of a stream, with an id or without. */
  public static FeedReader of(
      EventHub hub, StreamSelection selection, @Nullable String lastEventId) {
    return new FeedReader(hub, selection, lastEventId, true);
  }

  /** Like {@link #of}, but takes nothing before {@link #takeSome} or {@link #goOn} is called. */
  public static FeedReader paused(
      EventHub hub, StreamSelection selection, @Nullable String lastEventId) {
    return new FeedReader(hub, selection, lastEventId, false);
  }

  /** Takes no more than one write's worth of what is there, as a slow socket does. */
  public void takeSome(int maxBytes) {
    onThread(() -> take(maxBytes));
  }

  /** Reads as soon as there is something from now on. */
  public void goOn() {
    onThread(
        () -> {
          reads = true;
          readAll();
        });
  }

  /** All events until now, control events included. */
  public List<ServerSentEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** The events of one type until now. */
  public List<ServerSentEvent> events(String type) {
    return events().stream().filter(e -> e.type().equals(type)).toList();
  }

  /** The data of the user's events until now. */
  public List<String> data() {
    return events().stream().filter(e -> !e.isControl()).map(ServerSentEvent::data).toList();
  }

  /** The id that a browser would come back with. */
  public String lastEventId() {
    return events().stream()
        .map(ServerSentEvent::id)
        .reduce(firstId, (before, id) -> id == null ? before : id);
  }

  /** Whether neither the hub nor {@link #close} has ended the subscription. */
  public boolean isOpen() {
    return open;
  }

  /** Leaves the stream as a closed tab does; returns when the hub knows. */
  @Override
  public void close() {
    if (!thread.isShutdown()) {
      onThread(this::unsubscribe);
      thread.shutdown();
    }
  }

  private void onThread(Runnable task) {
    CompletableFuture.runAsync(task, thread).join();
  }

  private void subscribe(EventHub hub, StreamSelection selection, @Nullable String lastEventId) {
    Subscriber subscriber =
        new Subscriber() {
          @Override
          public boolean wake() {
            readAll();
            return false;
          }

          @Override
          public void end() {
            unsubscribe();
          }
        };
    subscription =
        hub.subscribe(List.of(selection), lastEventId, ReaderLoop.on(thread), subscriber);
    readAll();
  }

  private void readAll() {
    while (reads && take(MAX_BYTES)) {
      // The next ones.
    }
  }

  private boolean take(int maxBytes) {
    LogSlice next = subscription == null ? null : subscription.poll(maxBytes);
    if (next == null) {
      return false;
    }
    decoder.decode(next.bytes());
    next.release();
    return true;
  }

  private void unsubscribe() {
    open = false;
    if (subscription != null) {
      subscription.close();
    }
  }

  private static Thread readerThread(Runnable task) {
    Thread thread = new Thread(task, "feed-reader");
    thread.setDaemon(true);
    return thread;
  }
}
