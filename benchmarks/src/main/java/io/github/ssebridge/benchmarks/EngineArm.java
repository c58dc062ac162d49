package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.vertx.SseHandler;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * The engine as an application uses it. The text and the count belong to the publisher's thread.
 */
final class EngineArm implements Arm {

  private static final String STREAM = "x";

  private final EventHub hub;
  private final Router router;
  private final String[] keys;
  private final EventText text = new EventText();
  private long appended;

  EngineArm(Vertx vertx, ServerSettings settings) {
    LogOptions log =
        LogOptions.defaults()
            .withMaxBytes(settings.logBytes())
            // The bytes are the bound that a run names; the events shall not bind before.
            .withMaxEvents((int) (settings.logBytes() / EventText.BLOCK_BYTES) + 1);
    this.hub = EventHub.create().stream(STREAM, StreamOptions.defaults().withLog(log));
    this.keys =
        IntStream.range(0, settings.keys()).mapToObj(key -> "k" + key).toArray(String[]::new);
    Duration heartbeat = Duration.ofMillis(settings.heartbeatMillis());
    SseHandler handler =
        SseHandler.create(hub, STREAM)
            .withOptions(SseHandlerOptions.defaults().withHeartbeat(heartbeat));
    this.router = Router.router(vertx);
    router.get("/" + STREAM).handler(handler);
  }

  @Override
  public void accept(HttpServerRequest request) {
    router.handle(request);
  }

  @Override
  public void publish(int key, long sequence, long dueNanos) {
    appended++;
    ServerSentEvent event = ServerSentEvent.of(text.data(appended, sequence, dueNanos));
    requireStored(hub.publish(STREAM, key == NO_KEY ? null : keys[key], event));
  }

  @Override
  public int subscribers() {
    return hub.subscribers(STREAM);
  }

  private static void requireStored(CompletionStage<Void> stored) {
    if (stored.toCompletableFuture().isCompletedExceptionally()) {
      throw new IllegalStateException("the hub did not take an event");
    }
  }
}
