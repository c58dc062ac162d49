package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a topic from its beginning to its end, and looks how long it takes. Stateless. */
final class CatchingUp {

  private static final long ANSWER_MILLIS = 10_000;

  /**
   * What is to be read.
   *
   * @param limitSeconds when it is given up
   */
  record Wanted(RecordSource source, int port, int records, int limitSeconds) {}

  /** How long it took, until the last record or the limit. */
  record Took(double seconds, Faults faults) {}

  /** One client; confined to the event loop. */
  private record Client(RecordsSeen seen, CompletableFuture<Void> complete)
      implements RecordConnection.Listener {

    @Override
    public void event(ServerSentEvent event, long nanos) {
      if (seen.take(event) >= 0 && seen.isComplete()) {
        complete.complete(null);
      }
    }

    @Override
    public void broke(String why) {
      complete.completeExceptionally(new IllegalStateException(why));
    }
  }

  private CatchingUp() {}

  /** From connecting until the last record has come. */
  static Took overHttp(ClientLoop loop, Wanted wanted) throws Exception {
    Client client = new Client(new RecordsSeen(wanted.records), new CompletableFuture<>());
    long start = System.nanoTime();
    RecordConnection connection =
        loop.await(
            result ->
                result.complete(
                    RecordConnection.open(loop, wanted.port, "?from=earliest", null, client)),
            ANSWER_MILLIS);
    try {
      var unused = client.complete.get(wanted.limitSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // What has not come by now is missing.
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return loop.await(
        result -> {
          connection.close();
          result.complete(new Took(seconds, client.seen.faults()));
        },
        ANSWER_MILLIS);
  }

  /** From making the reader until the last record has come. */
  static Took inBareLoop(Wanted wanted) {
    RecordsSeen seen = new RecordsSeen(wanted.records);
    long start = System.nanoTime();
    long limit = start + TimeUnit.SECONDS.toNanos(wanted.limitSeconds);
    try (RecordSource.BareLoop reader = wanted.source.fromBeginning()) {
      reader.read(
          (value, nanos) -> seen.take(RecordText.number(value)),
          () -> !seen.isComplete() && System.nanoTime() - limit < 0);
      // Without what closing takes.
      return new Took((System.nanoTime() - start) / 1e9, seen.faults());
    }
  }
}
