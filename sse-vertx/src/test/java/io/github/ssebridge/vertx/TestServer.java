package io.github.ssebridge.vertx;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A server with a stream in memory, {@code prices}, and one whose feed never opens. */
final class TestServer implements AutoCloseable {

  final Vertx vertx = Vertx.vertx();
  final EventHub hub;
  private final HttpServer server;

  TestServer(LogOptions log, Duration heartbeat) {
    this(log, SseHandlerOptions.defaults().withHeartbeat(heartbeat));
  }

  TestServer(LogOptions log, SseHandlerOptions options) {
    this(log, options, SseConnections.create());
  }

  /** A server whose route {@code /prices} has connections of the caller's. */
  TestServer(LogOptions log, SseHandlerOptions options, SseConnections connections) {
    hub =
        EventHub.create(
            HubOptions.defaults()
                .withNode("n1")
                .withStreams(StreamOptions.defaults().withLog(log)));
    hub.stream("prices").stream("chat").stream("silent", new SilentFeed());
    IntStream.range(0, 10).forEach(i -> hub.stream("wide" + i, new WideIdsFeed()));
    Router router = Router.router(vertx);
    router.route("/streams/:stream").handler(SseHandler.create(hub).withOptions(options));
    router.route("/streams").handler(SseHandler.create(hub).withOptions(options));
    router
        .route("/prices/:instrument")
        .handler(SseHandler.create(hub, "prices").withKeyFrom("instrument").withOptions(options));
    router.route("/all").handler(SseHandler.create(hub, "prices").withKeyFrom("instrument"));
    router.route("/open/:stream").handler(SseHandler.create(hub).withStreams("chat"::equals));
    router.route("/open").handler(SseHandler.create(hub).withStreams("chat"::equals));
    router.route("/late").handler(context -> vertx.setTimer(200, late -> context.next()));
    router.route("/late").handler(SseHandler.create(hub, "prices").withOptions(options));
    router
        .route("/limited")
        .handler(
            context -> {
              vertx.setTimer(200, over -> context.response().end());
              context.next();
            });
    router.route("/limited").handler(SseHandler.create(hub, "prices").withOptions(options));
    router
        .route("/prices")
        .handler(
            SseHandler.create(hub, "prices").withOptions(options).withConnections(connections));
    server = join(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  static TestServer start() {
    return new TestServer(LogOptions.defaults(), SseHandlerOptions.DEFAULT_HEARTBEAT);
  }

  int port() {
    return server.actualPort();
  }

  String uri(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  SseClient connect(String path) {
    return SseClient.connect(uri(path));
  }

  SseClient connect(String path, @Nullable String lastEventId) {
    return SseClient.connect(uri(path), lastEventId);
  }

  /** All that the server says before it closes: for requests that it refuses. */
  String answer(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\nHost: x\nConnection: close\n\n";
    try (RawHttp http = new RawHttp(port(), 65536, request)) {
      return http.readToEnd();
    }
  }

  void publish(String data) {
    hub.publish("prices", ServerSentEvent.of(data));
  }

  void publish(String stream, String key, String data) {
    hub.publish(stream, key, ServerSentEvent.of(data));
  }

  static <T> T join(io.vertx.core.Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    hub.close();
    join(vertx.close());
  }

  private static final class SilentFeed implements EventFeed {
    @Override
    public void start(LogWriter writer) {}

    @Override
    public void stop() {}
  }
}
