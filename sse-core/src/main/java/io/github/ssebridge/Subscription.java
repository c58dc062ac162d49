package io.github.ssebridge;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's reading of one or several streams: everything that its connection must write, in
 * order.
 *
 * <p>That is, for each stream, {@code sse:open}, then the events, and an {@code sse:gap} before the
 * first event after any that the client does not get. Confined to the thread of its {@link
 * ReaderLoop}.
 */
public final class Subscription {

  private final ReaderLoop loop;
  private final Subscriber subscriber;
  private final LoopSubscriptions neighbours;
  private final List<StreamSelection> reads;

  private StreamReader[] streams = {};

  // Only with several streams.
  private @Nullable StreamLabels labels;
  private int nextStream;
  private boolean queued;

  // Whether there was nothing more when it was woken last; not if it did not look then.
  private boolean hasAll;
  private boolean closed;
  private int seat;

  Subscription(
      ReaderLoop loop,
      Subscriber subscriber,
      List<StreamSelection> reads,
      LoopSubscriptions neighbours) {
    this.loop = loop;
    this.subscriber = subscriber;
    this.reads = reads;
    this.neighbours = neighbours;
  }

  /**
   * Begins with the streams that have been joined.
   *
   * @throws IllegalArgumentException if the ids of so many streams would be too long
   */
  void begin(List<StreamReader> joined) {
    if (joined.size() > 1) {
      List<String> names = joined.stream().map(StreamReader::streamName).toList();
      CombinedId.requireFit(names, joined.stream().mapToInt(StreamReader::idLength).sum());
      labels =
          new StreamLabels(
              names,
              joined.stream().map(stream -> Objects.toString(stream.position(), "")).toList());
    }
    streams = joined.toArray(new StreamReader[0]);
    neighbours.add(this);
    wakeAgain();
  }

  /**
   * The next bytes to write, always whole blocks: null if there is nothing now.
   *
   * @param maxBytes the most bytes wanted, passed only by a single event that is longer
   */
  public @Nullable LogSlice poll(int maxBytes) {
    assert loop.isOnThread() : "polled on another thread than the loop's";
    StreamLabels combined = labels;
    LogSlice slice = combined == null ? pollOnly(maxBytes) : pollNext(combined, maxBytes);
    hasAll |= slice == null;
    return slice;
  }

  /** With one stream, as nearly all have; not to go round them bought 14 % for 1,000 readers. */
  private @Nullable LogSlice pollOnly(int maxBytes) {
    if (closed) {
      return null;
    }
    StreamReader only = streams[0];
    LogSlice slice = only.poll(maxBytes);
    if (slice != null) {
      only.handedOut(slice);
    }
    return slice;
  }

  private @Nullable LogSlice pollNext(StreamLabels combined, int maxBytes) {
    int wanted = combined.beforeLabelling(maxBytes);
    for (int i = 0; i < streams.length && !closed; i++) {
      int stream = nextStream < streams.length ? nextStream : 0;
      nextStream = stream + 1;
      LogSlice slice = streams[stream].poll(wanted);
      if (slice != null) {
        return handOut(stream, slice);
      }
    }
    return null;
  }

  /**
   * What a quiet connection may be told instead of a heartbeat: where the client would go on, if
   * events that it does not want have moved that. Null if there is nothing to say.
   */
  public @Nullable LogSlice checkpoint() {
    assert loop.isOnThread() : "polled on another thread than the loop's";
    for (int i = 0; i < streams.length && !closed; i++) {
      LogSlice slice = streams[i].checkpoint();
      if (slice != null) {
        return handOut(i, slice);
      }
    }
    return null;
  }

  private LogSlice handOut(int stream, LogSlice slice) {
    LogSlice whole = labels == null ? slice : labels.label(stream, slice);
    streams[stream].handedOut(whole);
    return whole;
  }

  /** Has {@link Subscriber#wake} called soon: the client can take more again. */
  public void wakeAgain() {
    if (!queued && !closed) {
      queued = true;
      loop.enqueue(this);
    }
  }

  /** Ends the subscription; further calls do nothing. */
  public void close() {
    assert loop.isOnThread() : "closed on another thread than the loop's";
    if (!closed) {
      closed = true;
      neighbours.remove(this);
      for (StreamReader stream : streams) {
        stream.close();
      }
    }
  }

  /**
   * A block for this client alone, with the id of where it goes on.
   *
   * @param event a control event without an id
   * @throws IllegalArgumentException if it is no control event
   */
  public LogSlice notice(ServerSentEvent event) {
    assert loop.isOnThread() : "used on another thread than the loop's";
    if (!event.isControl()) {
      throw new IllegalArgumentException("events come from the streams alone");
    }
    return handOut(0, labels == null ? streams[0].notice(event) : LogSlice.ofControl(event));
  }

  /** Whether {@link #isPointless} is worth asking: one of the streams is finished. */
  public boolean mayBePointless() {
    return Arrays.stream(streams).anyMatch(StreamReader::isFinished);
  }

  /**
   * Whether the client has nothing to come for: its streams are finished, and it has got all. To be
   * asked once {@code sse:open} and what follows at once have been polled.
   */
  public boolean isPointless() {
    return Arrays.stream(streams).allMatch(StreamReader::isPointless);
  }

  /** Who reads. */
  ConnectedClient client() {
    return subscriber.client(reads);
  }

  /** Sends the client away. */
  void disconnect() {
    subscriber.disconnect();
  }

  void sit(int newSeat) {
    seat = newSeat;
  }

  int seat() {
    return seat;
  }

  /** Adds how the client is to the samples of its streams, as far as they are there. */
  void addTo(Map<String, ReaderSample> samples) {
    for (StreamReader stream : streams) {
      ReaderSample sample = samples.get(stream.streamName());
      if (sample != null) {
        stream.addTo(sample, hasAll);
      }
    }
  }

  ReaderLoop loop() {
    return loop;
  }

  void wakeInTurn() {
    queued = false;
    wake();
  }

  void wake() {
    if (closed) {
      return;
    }
    // Asked first, so that a client that can take it still gets whatever was appended before the
    // end.
    boolean ended = isEnded();
    hasAll = false;
    try {
      if (subscriber.wake()) {
        wakeAgain();
      } else if (!closed && (ended || isTheEndTold() || isSentAway())) {
        subscriber.end();
      }
    } catch (RuntimeException | Error fault) {
      // A faulty subscriber must not keep the others of its thread from being woken.
      close();
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
    }
  }

  private boolean isEnded() {
    for (StreamReader stream : streams) {
      if (!stream.isEnded()) {
        return false;
      }
    }
    return true;
  }

  private boolean isTheEndTold() {
    for (StreamReader stream : streams) {
      if (!stream.isTheEndTold()) {
        return false;
      }
    }
    return true;
  }

  private boolean isSentAway() {
    for (StreamReader stream : streams) {
      if (stream.isSentAway()) {
        return true;
      }
    }
    return false;
  }
}
