package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Produces records at a steady rate, and reads them back in a bare loop and over HTTP at the same
 * time, all by one clock. Owned by the thread of the command.
 */
final class SideBySide {

  private static final long LIMIT_MILLIS = 30_000;
  private static final double NANOS = 1e9;

  /**
   * What is to be measured.
   *
   * @param warmSeconds how much of the time is only for warming up, at the beginning
   */
  record Wanted(RecordSource source, int port, int perSecond, double warmSeconds, double seconds) {

    int warmRecords() {
      return (int) (perSecond * warmSeconds);
    }

    int records() {
      return warmRecords() + (int) (perSecond * seconds);
    }
  }

  /** What came of it: latencies from the moment of sending until a record was read. */
  record Measured(Latency sse, Latency bare, Faults sseFaults, Faults bareFaults) {}

  /** What one of the two sides has read. Confined to the thread that reads. */
  private final class Side implements RecordConnection.Listener {
    private final Histogram latencies = new Histogram(1_000, 60_000_000_000L, 3);
    private final RecordsSeen seen = new RecordsSeen(wanted.records());
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final CompletableFuture<Void> open = new CompletableFuture<>();

    @Override
    public void event(ServerSentEvent event, long nanos) {
      int number = seen.take(event);
      if (number >= 0) {
        took(number, nanos - RecordText.nanos(event.data()));
      } else if (event.type().equals("sse:open")) {
        open.complete(null);
      }
    }

    @Override
    public void broke(String why) {
      open.completeExceptionally(new IllegalStateException(why));
      complete.completeExceptionally(new IllegalStateException(why));
    }

    void value(byte[] value, long nanos) {
      int number = RecordText.number(value);
      seen.take(number);
      took(number, nanos - RecordText.nanos(value));
    }

    private void took(int number, long nanos) {
      if (number >= wanted.warmRecords()) {
        latencies.recordValue(Math.max(nanos, 0));
      }
      if (seen.isComplete()) {
        complete.complete(null);
      }
    }
  }

  private final ClientLoop loop;
  private final Wanted wanted;
  private final Side sse;
  private final Side bare;

  SideBySide(ClientLoop loop, Wanted wanted) {
    this.loop = loop;
    this.wanted = wanted;
    this.sse = new Side();
    this.bare = new Side();
  }

  Measured run() throws Exception {
    RecordConnection connection =
        loop.await(
            result -> result.complete(RecordConnection.open(loop, wanted.port, "", null, sse)),
            LIMIT_MILLIS);
    RecordSource.BareLoop reader = wanted.source.fromEnd();
    Thread reading = new Thread(() -> readBare(reader), "bare");
    reading.start();
    var unused = sse.open.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    produce();
    awaitEnd(sse);
    awaitEnd(bare);
    reading.join();
    return loop.await(
        result -> {
          connection.close();
          result.complete(
              new Measured(
                  Latency.of(sse.latencies),
                  Latency.of(bare.latencies),
                  sse.seen.faults(),
                  bare.seen.faults()));
        },
        LIMIT_MILLIS);
  }

  private void readBare(RecordSource.BareLoop reader) {
    try (reader) {
      reader.read(bare::value, () -> !bare.complete.isDone());
    } catch (RuntimeException e) {
      bare.complete.completeExceptionally(e);
    }
  }

  private void produce() {
    try (RecordSource.Sender sender = wanted.source.sender()) {
      long start = System.nanoTime();
      for (int i = 0; i < wanted.records(); i++) {
        Clock.sleepUntil(start + (long) (i * NANOS / wanted.perSecond));
        sender.send(i);
      }
    }
  }

  /** What has not come by then is missing. */
  private static void awaitEnd(Side side) throws Exception {
    try {
      var unused = side.complete.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      side.complete.complete(null);
    }
  }
}
