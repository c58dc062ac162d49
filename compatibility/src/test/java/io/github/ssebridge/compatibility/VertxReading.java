package io.github.ssebridge.compatibility;

import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.SseEvent;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The WebClient of Vert.x, with what it takes to come back. */
final class VertxReading implements Reading {

  private static final long RETRY_MILLIS = StreamServer.RETRY.toMillis();

  private final List<SeenEvent> events = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web = WebClient.create(vertx);
  private final URI uri;
  private volatile String lastId = "";

  VertxReading(URI uri) {
    this.uri = uri;
    connect();
  }

  private void connect() {
    web.getAbs(uri.toString())
        .putHeader("Last-Event-ID", lastId)
        .as(BodyCodec.sseStream(stream -> stream.handler(this::handle)))
        .send()
        .onComplete(
            end -> {
              if (end.failed() || end.result().statusCode() != 204) {
                vertx.setTimer(RETRY_MILLIS, again -> connect());
              }
            });
  }

  private void handle(SseEvent event) {
    lastId = event.id() == null ? lastId : event.id();
    events.add(SeenEvent.of(event.event(), event.data(), event.id()));
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
