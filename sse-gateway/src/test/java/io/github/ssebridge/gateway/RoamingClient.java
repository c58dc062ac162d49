package io.github.ssebridge.gateway;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A browser that loses its connection again and again, in the middle of an event too, and comes
 * back to any node with its last id, and has a {@link Ledger} check what it gets. Confined to its
 * event loop, but for what says otherwise.
 */
final class RoamingClient {

  static final String PATH = "/orders";

  private static final long LONG_AWAY_MILLIS = 3000;

  private final RoamingClients all;
  private final Random random;
  private final Ledger ledger;

  // For any thread: how far it has got.
  final AtomicLong reached = new AtomicLong();

  private @Nullable String lastEventId;
  private @Nullable HttpClientRequest request;
  private int connection;
  private int leftOnConnection;
  private boolean settled;

  RoamingClient(RoamingClients all, long seed, Ledger ledger) {
    this.all = all;
    this.random = new Random(seed);
    this.ledger = ledger;
  }

  /** Connects to any node, and goes on doing so. */
  void connect() {
    int mine = ++connection;
    leftOnConnection = settled ? Integer.MAX_VALUE : 1 + random.nextInt(300);
    List<Integer> ports = all.ports;
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(ports.get(random.nextInt(ports.size())))
            .setURI(PATH);
    if (lastEventId != null) {
      options.putHeader("Last-Event-ID", lastEventId);
    }
    all.http
        .request(options)
        .onSuccess(made -> request = made)
        .compose(HttpClientRequest::send)
        .onSuccess(response -> read(response, mine))
        .onFailure(failure -> lost(mine));
  }

  /** From now on it stays where it is. */
  void settle() {
    settled = true;
    leftOnConnection = Integer.MAX_VALUE;
  }

  private void read(HttpClientResponse response, int mine) {
    if (response.statusCode() != 200) {
      all.fault("status " + response.statusCode());
    }
    String id = lastEventId == null ? "" : lastEventId;
    SseDecoder decoder = new SseDecoder(event -> take(event, mine), id, DecoderLimits.defaults());
    response.handler(bytes -> decode(decoder, bytes, mine));
    response.exceptionHandler(failure -> lost(mine));
    response.endHandler(end -> lost(mine));
  }

  private void decode(SseDecoder decoder, Buffer bytes, int mine) {
    if (mine != connection) {
      return;
    }
    decoder.decode(bytes.getBytes());
    if (mine == connection && leftOnConnection <= 0) {
      lost(mine);
    }
  }

  private void take(ServerSentEvent event, int mine) {
    if (mine != connection || leftOnConnection <= 0) {
      // These never arrived.
      return;
    }
    leftOnConnection--;
    if (event.type().equals("sse:open")) {
      all.opened.incrementAndGet();
      // Without an id if a gap follows: whoever is cut between them must be told of it again.
      lastEventId = event.id() == null ? lastEventId : event.id();
      return;
    }
    if (event.id() == null) {
      all.fault("an event without an id: " + event);
    }
    lastEventId = event.id();
    String fault = ledger.book(event);
    if (fault != null) {
      all.fault(fault);
    }
    reached.set(ledger.reached());
  }

  private void lost(int mine) {
    if (mine != connection || all.isClosed()) {
      return;
    }
    connection++;
    if (request != null) {
      request.connection().close();
    }
    Vertx vertx = all.vertx;
    vertx.setTimer(1 + away(), timer -> connect());
  }

  /** Mostly a moment; now and then for longer than a node's log reaches back. */
  private long away() {
    int kind = settled ? 0 : random.nextInt(20);
    return kind == 19 ? LONG_AWAY_MILLIS : random.nextInt(kind < 15 ? 50 : 500);
  }
}
