package io.github.ssebridge.compatibility;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The HttpClient of Vert.x with the decoder of sse-core, and what it takes to come back. */
final class VertxDecoderReading implements Reading {

  private static final long RETRY_MILLIS = StreamServer.RETRY.toMillis();

  private final List<SeenEvent> events = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = vertx.createHttpClient();
  private final URI uri;
  private volatile String lastId = "";

  VertxDecoderReading(URI uri) {
    this.uri = uri;
    connect();
  }

  private void connect() {
    RequestOptions get = new RequestOptions().setMethod(HttpMethod.GET);
    get.setAbsoluteURI(uri.toString()).putHeader("Last-Event-ID", lastId);
    http.request(get)
        .compose(request -> request.send().compose(this::read))
        .onComplete(
            end -> {
              if (end.failed() || end.result().statusCode() != 204) {
                vertx.setTimer(RETRY_MILLIS, again -> connect());
              }
            });
  }

  private Future<HttpClientResponse> read(HttpClientResponse response) {
    SseDecoder decoder = new SseDecoder(this::handle, lastId, DecoderLimits.defaults());
    response.handler(bytes -> decoder.decode(bytes.getBytes(), 0, bytes.length()));
    return response.end().map(response);
  }

  private void handle(ServerSentEvent event) {
    lastId = event.id() == null ? lastId : event.id();
    events.add(SeenEvent.of(event));
  }

  @Override
  public List<SeenEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    StreamServer.join(vertx.close());
  }
}
