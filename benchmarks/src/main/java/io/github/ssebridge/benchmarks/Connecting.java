package io.github.ssebridge.benchmarks;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Opens the connections of one {@link Connect}, not too many at a time. Confined to the client's
 * event loop.
 */
final class Connecting implements ClientConnection.Watch {

  private final ClientLoop loop;
  private final Tally tally;
  private final Connect wanted;
  private final List<ClientConnection> readers;
  private final CompletableFuture<Connected> result;
  private final long startNanos = System.nanoTime();
  private int begun;
  private int open;

  /**
   * Connections yet to be opened.
   *
   * @param readers takes those that read, as they are begun
   */
  Connecting(
      ClientLoop loop,
      Tally tally,
      Connect wanted,
      List<ClientConnection> readers,
      CompletableFuture<Connected> result) {
    this.loop = loop;
    this.tally = tally;
    this.wanted = wanted;
    this.readers = readers;
    this.result = result;
  }

  void begin() {
    if (wanted.connections() == 0) {
      result.complete(new Connected(startNanos, startNanos));
    }
    for (int i = 0; i < Math.min(wanted.inFlight(), wanted.connections()); i++) {
      beginNext();
    }
  }

  @Override
  public void progressed(ClientConnection connection) {
    if (connection.hasJustOpened()) {
      if (wanted.stalled()) {
        connection.stopReading();
      }
      open++;
      if (open == wanted.connections()) {
        result.complete(new Connected(startNanos, System.nanoTime()));
      } else if (begun < wanted.connections()) {
        beginNext();
      }
    }
  }

  @Override
  public void broke(ClientConnection connection) {
    result.completeExceptionally(new IllegalStateException("a connection broke"));
  }

  private void beginNext() {
    int index = begun++;
    boolean keyed = wanted.firstKey() != Arm.NO_KEY;
    BlockParser parser = new BlockParser(tally, keyed, wanted.firstOf(index));
    ClientConnection connection =
        new ClientConnection(wanted.request(index), parser, tally, loop.scratch(), this);
    if (!wanted.stalled()) {
      readers.add(connection);
    }
    loop.connect(wanted.port(), connection, wanted.stalled())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                result.completeExceptionally(connected.cause());
              }
            });
  }
}
