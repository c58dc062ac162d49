package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Many clients that come back at once with old ids. One client before them has collected the ids,
 * and for each of them which records one who has it has got. Commands run on one thread, everything
 * else is confined to the event loop.
 */
final class ReturningCrowd {

  private static final long LIMIT_MILLIS = 60_000;
  private static final int IDS = 16;

  /**
   * What is wanted.
   *
   * @param clients how many come back
   * @param records how many there will be in the topic
   */
  record Wanted(int port, int clients, int records) {}

  /** How far they are; faults are only final when all are done. */
  record Progress(int done, double seconds, Faults faults) {}

  private record Old(String id, RecordsSeen seen) {}

  private final ClientLoop loop;
  private final Wanted wanted;
  private final List<Old> ids = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Client collector;
  private final CompletableFuture<Void> open = new CompletableFuture<>();
  private final CompletableFuture<Void> collected = new CompletableFuture<>();
  private long startNanos;
  private long doneNanos;
  private int done;
  private int broken;
  private String firstBroken = "";

  ReturningCrowd(ClientLoop loop, Wanted wanted) {
    this.loop = loop;
    this.wanted = wanted;
    this.collector = new Client(new RecordsSeen(wanted.records), true);
  }

  /** Connects the one who collects, before there is a record; returns when its stream is open. */
  Nothing collect() throws Exception {
    return loop.await(
        result -> {
          collector.connect("");
          tell(result, open);
        },
        LIMIT_MILLIS);
  }

  /** Returns when it has got all records. */
  Nothing awaitCollected() throws InterruptedException, TimeoutException {
    return loop.await(result -> tell(result, collected), LIMIT_MILLIS);
  }

  /** All connect at once. */
  Nothing comeBack() throws InterruptedException, TimeoutException {
    return loop.await(
        result -> {
          startNanos = System.nanoTime();
          for (int i = 0; i < wanted.clients; i++) {
            Old old = ids.get(i % ids.size());
            Client client = new Client(old.seen.another(), false);
            clients.add(client);
            client.connect(old.id);
          }
          result.complete(Nothing.NOTHING);
        },
        LIMIT_MILLIS);
  }

  Progress progress() throws InterruptedException, TimeoutException {
    return loop.await(
        result -> {
          Faults faults =
              clients.stream().map(client -> client.seen.faults()).reduce(Faults.NONE, Faults::and);
          Faults breaks = new Faults(0, 0, 0, 0, broken, broken == 0 ? null : firstBroken);
          result.complete(new Progress(done, (doneNanos - startNanos) / 1e9, breaks.and(faults)));
        },
        LIMIT_MILLIS);
  }

  private static void tell(CompletableFuture<Nothing> result, CompletableFuture<Void> done) {
    var unused =
        done.whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                result.complete(Nothing.NOTHING);
              } else {
                result.completeExceptionally(failure);
              }
            });
  }

  private final class Client implements RecordConnection.Listener {

    private final RecordsSeen seen;
    private final boolean collects;
    private @Nullable RecordConnection connection;

    Client(RecordsSeen seen, boolean collects) {
      this.seen = seen;
      this.collects = collects;
    }

    void connect(String id) {
      connection = RecordConnection.open(loop, wanted.port, "", id.isEmpty() ? null : id, this);
    }

    @Override
    public void event(ServerSentEvent event, long nanos) {
      boolean isRecord = seen.take(event) >= 0;
      if (collects) {
        note(event);
      } else if (isRecord && seen.isComplete()) {
        // It stays connected, so that a record that comes twice is seen.
        done++;
        doneNanos = nanos;
      }
    }

    private void note(ServerSentEvent event) {
      RecordConnection mine = Objects.requireNonNull(connection);
      int got = wanted.records - seen.missing();
      if (got >= (long) ids.size() * wanted.records / IDS && ids.size() < IDS) {
        ids.add(new Old(mine.lastEventId(), seen.another()));
      }
      if (event.type().equals("sse:open")) {
        open.complete(null);
      }
      if (seen.isComplete()) {
        mine.close();
        collected.complete(null);
      }
    }

    @Override
    public void broke(String why) {
      broken++;
      firstBroken = firstBroken.isEmpty() ? why : firstBroken;
      if (collects) {
        open.completeExceptionally(new IllegalStateException(why));
        collected.completeExceptionally(new IllegalStateException(why));
      }
    }
  }
}
