package io.github.ssebridge;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A client on a loop of its own that runs when the test says so. */
final class TestReader implements Subscriber {

  /** An executor whose tasks wait for {@link #runAll}. */
  static final class ManualThread {
    final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    // Each wake takes a hundredth of a turn.
    private long nanos;
    final ReaderLoop loop = ReaderLoop.on(tasks::add, () -> nanos);

    void runAll() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  final Decoding decoding = new Decoding();
  final Subscription subscription;
  int maxBytes = Integer.MAX_VALUE;
  int wakes;

  /** What a wake does first. */
  Runnable onWake = () -> {};

  /** Whether a wake does nothing more, as if the socket were full. */
  boolean asleep;

  /** Whether a wake reads one slice and asks for another. */
  boolean stepwise;

  private final ManualThread thread;
  boolean ended;

  TestReader(EventHub hub, String stream, @Nullable String lastEventId, ManualThread thread) {
    this(hub, List.of(StreamSelection.all(stream)), lastEventId, thread);
  }

  TestReader(
      EventHub hub,
      List<StreamSelection> selections,
      @Nullable String lastEventId,
      ManualThread thread) {
    this.thread = thread;
    subscription = hub.subscribe(selections, lastEventId, thread.loop, this);
  }

  static TestReader of(EventHub hub, String stream) {
    return new TestReader(hub, stream, null, new ManualThread());
  }

  static TestReader resuming(EventHub hub, String stream, String lastEventId) {
    return new TestReader(hub, stream, lastEventId, new ManualThread());
  }

  @Override
  public boolean wake() {
    wakes++;
    thread.nanos += 10_000;
    onWake.run();
    if (asleep) {
      return false;
    }
    if (stepwise) {
      return read();
    }
    readAll();
    return false;
  }

  @Override
  public void end() {
    ended = true;
    subscription.close();
  }

  /** How many slices there were. */
  int readAll() {
    return read(Integer.MAX_VALUE);
  }

  /** Like a socket that is full after some slices. */
  int read(int most) {
    int slices = 0;
    while (slices < most && read()) {
      slices++;
    }
    return slices;
  }

  private boolean read() {
    LogSlice next = subscription.poll(maxBytes);
    if (next != null) {
      decoding.decoder.decode(next.bytes());
      next.release();
    }
    return next != null;
  }

  List<ServerSentEvent> events() {
    readAll();
    return decoding.events;
  }

  /** The data of the user's events. */
  List<String> data() {
    return events().stream().filter(e -> !e.isControl()).map(ServerSentEvent::data).toList();
  }

  List<String> types() {
    return events().stream().map(ServerSentEvent::type).toList();
  }

  ServerSentEvent only(String type) {
    List<ServerSentEvent> found = events().stream().filter(e -> e.type().equals(type)).toList();
    if (found.size() != 1) {
      throw new AssertionError("not one " + type + " but " + found);
    }
    return found.get(0);
  }

  String lastEventId() {
    return decoding.decoder.lastEventId();
  }
}
