package io.github.ssebridge.benchmarks;

import java.util.concurrent.CompletableFuture;

/**
 * Opens and closes the subscriptions of one {@link Soak}: every other one leaves as soon as it is
 * greeted, the rest after an event. Confined to the client's event loop.
 */
final class Soaking {

  private final ClientLoop loop;
  private final Tally tally;
  private final Soak wanted;
  private final CompletableFuture<Nothing> result;
  private final String request;
  private int begun;
  private int done;

  Soaking(ClientLoop loop, Tally tally, Soak wanted, CompletableFuture<Nothing> result) {
    this.loop = loop;
    this.tally = tally;
    this.wanted = wanted;
    this.result = result;
    this.request = Connect.to(wanted.port(), 1).request(0);
  }

  void begin() {
    for (int i = 0; i < Math.min(wanted.atOnce(), wanted.subscriptions()); i++) {
      beginNext();
    }
  }

  private void next() {
    done++;
    if (done == wanted.subscriptions()) {
      result.complete(Nothing.NOTHING);
    } else if (begun < wanted.subscriptions()) {
      beginNext();
    }
  }

  private void beginNext() {
    boolean staysForAnEvent = begun++ % 2 == 0;
    BlockParser parser = new BlockParser(tally, false, BlockParser.ANY);
    ClientConnection connection =
        new ClientConnection(request, parser, tally, loop.scratch(), new Visit(staysForAnEvent));
    loop.connect(wanted.port(), connection, false)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                result.completeExceptionally(connected.cause());
              }
            });
  }

  /** When one subscription has had enough. Confined to the client's event loop. */
  private final class Visit implements ClientConnection.Watch {

    private final boolean staysForAnEvent;

    Visit(boolean staysForAnEvent) {
      this.staysForAnEvent = staysForAnEvent;
    }

    @Override
    public void progressed(ClientConnection connection) {
      BlockParser parser = connection.events();
      if (staysForAnEvent ? parser.events() > 0 : parser.position() != null) {
        connection.close();
        next();
      }
    }

    @Override
    public void broke(ClientConnection connection) {
      next();
    }
  }
}
