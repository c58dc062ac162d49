package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The side that subscribes: any number of connections on one event loop, which owns all state here.
 * Commands run on another thread and wait for the event loop.
 */
final class LoadClient implements AutoCloseable {

  private static final long CONNECT_MILLIS = 120_000;
  private static final long SOAK_MILLIS = 600_000;
  private static final long ANSWER_MILLIS = 60_000;
  private static final long LOOK_AGAIN_MILLIS = 2;

  private final ClientLoop loop = new ClientLoop();
  private final Tally tally = new Tally();
  private final List<ClientConnection> readers = new ArrayList<>();

  /** Takes no argument that matters. */
  public static void main(String[] args) throws InterruptedException {
    new LoadClient().commands().run(Nothing.NOTHING);
  }

  CommandLoop commands() {
    return new CommandLoop()
        .on("connect", Connect.class, this::connect)
        .on("position", Nothing.class, nothing -> position())
        .on("measure", MeasuredWindow.class, this::measure)
        .on("await", CaughtUp.Await.class, this::awaitEvent)
        .on("report", Nothing.class, nothing -> report())
        .on("soak", Soak.class, this::soak);
  }

  @Override
  public void close() {
    loop.close();
  }

  private Connected connect(Connect wanted) throws InterruptedException, TimeoutException {
    return loop.await(
        result -> new Connecting(loop, tally, wanted, readers, result).begin(), CONNECT_MILLIS);
  }

  /** The id that the first connection was greeted with; it may take a moment to come. */
  private String position() throws InterruptedException, TimeoutException {
    return loop.await(this::lookForPosition, ANSWER_MILLIS);
  }

  private void lookForPosition(CompletableFuture<String> result) {
    String position = readers.get(0).events().position();
    if (position != null) {
      result.complete(position);
    } else {
      again(() -> lookForPosition(result));
    }
  }

  private Nothing measure(MeasuredWindow window) throws InterruptedException, TimeoutException {
    return loop.await(
        result -> {
          tally.measure(window.fromNanos(), window.toNanos());
          result.complete(Nothing.NOTHING);
        },
        ANSWER_MILLIS);
  }

  private CaughtUp awaitEvent(CaughtUp.Await wanted) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wanted.millis());
    return loop.await(
        result -> lookForEvent(wanted.sequence(), deadline, result),
        wanted.millis() + ANSWER_MILLIS);
  }

  private void lookForEvent(long sequence, long deadline, CompletableFuture<CaughtUp> result) {
    long missing = 0;
    for (ClientConnection reader : readers) {
      missing += Math.max(sequence + 1 - Math.max(reader.events().expected(), 1), 0);
    }
    long now = System.nanoTime();
    if (missing == 0 || now - deadline >= 0) {
      result.complete(new CaughtUp(missing, now));
    } else {
      again(() -> lookForEvent(sequence, deadline, result));
    }
  }

  private ClientReport report() throws InterruptedException, TimeoutException {
    return loop.await(
        result -> result.complete(tally.report(ProcessProbe.cpuNanos())), ANSWER_MILLIS);
  }

  private Nothing soak(Soak wanted) throws InterruptedException, TimeoutException {
    return loop.await(result -> new Soaking(loop, tally, wanted, result).begin(), SOAK_MILLIS);
  }

  private void again(Runnable look) {
    var unused = loop.eventLoop().schedule(look, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }
}
