package io.github.ssebridge;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a tiny log from its first event on, and keeps the account of what it is sent. */
final class Client implements Subscriber, SseDecoder.Listener {

  /** An event at a time. */
  static final int SINGLY = 1;

  /** As much as there is. */
  static final int TOGETHER = 1 << 20;

  private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

  private static final Pattern SEQUENCE = Pattern.compile("\\.(\\d{1,2})$");

  // All that a reader asks of its stream is what it is called and what its options are.
  private static final HubStream STREAM =
      new HubStream(
          "s",
          new MemoryFeed(),
          HubOptions.defaults(),
          StreamOptions.defaults(),
          Executors.newScheduledThreadPool(1),
          System::nanoTime);

  final Account account = new Account();
  private final TinyLog tiny;
  private final int maxBytes;
  private final Subscription subscription;
  private final SseDecoder decoder = new SseDecoder(this);
  private boolean closed;

  /** Subscribes; reads when its thread runs. */
  Client(TinyLog tiny, Set<String> keys, int maxBytes, LoopThread thread) {
    this.tiny = tiny;
    this.maxBytes = maxBytes;
    this.subscription =
        new Subscription(thread.loop, this, List.of(), new LoopSubscriptions(thread.loop));
    String fromTheFirst = tiny.log.positionBefore(1);
    subscription.begin(
        List.of(
            new StreamReader(
                STREAM,
                tiny.log,
                null,
                new LoopDeliveries(thread.loop),
                new StreamSelection(STREAM.name(), keys),
                fromTheFirst,
                subscription)));
  }

  /** Reads all events. */
  static Client ofAll(TinyLog tiny, int maxBytes) {
    return new Client(tiny, Set.of(), maxBytes, new LoopThread()).greeted();
  }

  /** Reads the events of a key. */
  static Client ofKey(String key, TinyLog tiny, int maxBytes) {
    return new Client(tiny, Set.of(key), maxBytes, new LoopThread()).greeted();
  }

  private Client greeted() {
    take();
    return this;
  }

  /** Takes what is there; this and all else on the client's thread. */
  void read() {
    while (take()) {}
  }

  /** Takes some of what is there; false if there is nothing. */
  boolean take() {
    LogSlice slice = subscription.poll(maxBytes);
    if (slice == null) {
      return false;
    }
    decoder.decode(slice.bytes());
    slice.release();
    return true;
  }

  void close() {
    closed = true;
    subscription.close();
  }

  @Override
  public boolean wake() {
    read();
    return false;
  }

  @Override
  public void end() {
    close();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void onEvent(ServerSentEvent event) {
    if (event.type().equals("sse:gap")) {
      Matcher count = COUNT.matcher(event.data());
      if (count.find()) {
        account.gap(Long.parseLong(count.group(1)));
      } else {
        account.gapOfUnknownCount();
      }
    } else if (!event.isControl()) {
      Matcher number = SEQUENCE.matcher(String.valueOf(event.id()));
      int sequence = number.find() ? Integer.parseInt(number.group(1)) : 0;
      account.event(sequence);
      if (!tiny.isWhole(sequence, event.data())) {
        account.fault("torn: " + sequence);
      }
    }
  }
}
