package io.github.ssebridge.gateway;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that is sent away by one node and goes to the other with its last id. Confined to its
 * event loop, but for reading what it has noted when all is over.
 */
final class DrainedClient {

  private final DrainedCrowd crowd;
  final List<Integer> numbers = new ArrayList<>();
  final List<String> faults = new ArrayList<>();
  @Nullable ServerSentEvent goAway;
  long goneAtNanos;
  int connections;
  private @Nullable String lastEventId;

  DrainedClient(DrainedCrowd crowd) {
    this.crowd = crowd;
  }

  void connect(int port) {
    connections++;
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(RoamingClient.PATH);
    if (lastEventId != null) {
      options.putHeader("Last-Event-ID", lastEventId);
    }
    crowd
        .http()
        .request(options)
        .compose(request -> request.send())
        .onSuccess(response -> read(response, port))
        .onFailure(failure -> faults.add("no answer: " + failure));
  }

  private void read(HttpClientResponse response, int port) {
    String id = lastEventId == null ? "" : lastEventId;
    SseDecoder decoder = new SseDecoder(this::take, id, DecoderLimits.defaults());
    response.handler(bytes -> decoder.decode(bytes.getBytes()));
    response.exceptionHandler(
        failure -> {
          if (!crowd.isClosed()) {
            faults.add("cut: " + failure);
          }
        });
    response.endHandler(
        end -> {
          if (!crowd.isClosed()) {
            ended(port);
          }
        });
  }

  private void take(ServerSentEvent event) {
    lastEventId = event.id() == null ? lastEventId : event.id();
    if (event.type().equals("sse:open")) {
      crowd.opened.incrementAndGet();
    } else if (event.type().equals("sse:goaway")) {
      goAway = event;
      goneAtNanos = System.nanoTime();
    } else if (event.isControl()) {
      faults.add(event.type() + ": " + event.data());
    } else {
      numbers.add(Integer.valueOf(event.data()));
      crowd.received.incrementAndGet();
    }
  }

  private void ended(int port) {
    if (goAway == null) {
      faults.add("ended without a word");
    }
    crowd.ended.incrementAndGet();
    connect(crowd.otherThan(port));
  }
}
